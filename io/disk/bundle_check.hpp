#pragma once

#include "io/disk/picture.hpp"
#include "proto/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace io {

/// Tiles a bundle can hold, 128 by 128.
inline constexpr std::size_t bundle_side = 128;
inline constexpr std::size_t bundle_tiles = bundle_side * bundle_side;

/// Position of a tile in its bundle, from the top left.
struct bundle_cell {
  std::uint32_t row = 0;
  std::uint32_t column = 0;
  bool operator==(const bundle_cell&) const = default;
};

/// What a bundle holds.
struct bundle_facts {
  std::uint64_t tiles = 0;
  std::uint64_t unknown = 0;              ///< tiles that begin like no picture we know
  std::vector<bundle_cell> first_unknown; ///< the first of them
};

/// Checks a bundle of a Compact Cache while it streams by: memory does not grow
/// with its size. Every tile of the index must lie inside and have the size prefix
/// that the index says (version 2), or a size prefix with which it lies inside
/// (version 1, whose index is a file of its own). Published description: Esri's
/// raster-tiles-compactcache, "Compact Cache V2".
class bundle_check {
public:
  /// Version 2. `size` is the bundle's length, `content` what its tiles are.
  bundle_check(std::uint64_t size, tile_content content);
  /// Version 1; `index` is the whole `.bundlx`.
  static proto::result<bundle_check> version_1(
    std::uint64_t size, tile_content content, std::span<const std::byte> index);

  /// The next piece; a failure is `damaged` with the reason only.
  proto::outcome feed(std::span<const std::byte> piece);
  /// After the last piece.
  proto::result<bundle_facts> finish() const;

private:
  struct probe {
    std::uint64_t prefix = 0;   ///< offset of the size prefix
    std::uint32_t size = 0;     ///< as the index says; version 1: not known
    std::uint16_t position = 0; ///< row-major
  };

  proto::outcome read_header();
  proto::outcome read_index();
  proto::outcome look(const probe& at, std::span<const std::byte> window);
  std::uint64_t window_bytes(const probe& at) const;
  proto::outcome look_at_all();

  std::uint64_t size_;
  tile_content content_;
  bool is_version_1_ = false;
  bool index_known_ = false;
  std::vector<std::byte> buffer_;
  std::uint64_t buffer_at_ = 0;
  std::vector<probe> probes_; ///< by prefix, those still ahead from next_ on
  std::size_t next_ = 0;
  bundle_facts facts_;
};

} // namespace io
