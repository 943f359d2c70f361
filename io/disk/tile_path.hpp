#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace io {

/// A tile, or the top left tile of a bundle. Rows count from the top of the tiling scheme.
struct tile_place {
  int level = 0;
  std::uint64_t row = 0;
  std::uint64_t column = 0;
};

std::string words_of(const tile_place& place); ///< level/row/column

/// `L10/R0180C0300.bundle`: level decimal, row and column hexadecimal multiples of 128.
std::optional<tile_place> read_bundle_path(std::string_view path);
/// `L05/R0000000a/C0000001f.png` of a cache that keeps every tile in a file of its own.
std::optional<tile_place> read_tile_path(std::string_view path);

} // namespace io
