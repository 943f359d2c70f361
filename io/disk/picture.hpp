#pragma once

#include <cstddef>
#include <span>

namespace io {

/// What a tile package holds.
enum class tile_content { pictures, vectors };

/// Bytes of a tile's beginning that is_known_tile wants to see.
inline constexpr std::size_t tile_beginning_bytes = 12;

/// Whether a tile begins as JPEG, PNG, WebP, GIF or LERC, or, for vectors, as gzip.
/// `beginning` holds the first 12 bytes, fewer of a shorter tile.
bool is_known_tile(std::span<const std::byte> beginning, tile_content content);

} // namespace io
