#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "sandbox/model/geometry.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// What to export.
struct tile_selection {
  area within;                 ///< in any known reference
  bool by_polygon = false;     ///< only tiles whose rectangle intersects the polygon; else all of its extent
  std::vector<int> levels;     ///< ascending
  envelope limit = everywhere; ///< in the scheme's reference: there is nothing to export beyond it
  /// Of a cache with gaps: where a tile is missing, all below it are. Empty = none is missing.
  std::function<bool(const tile_address&)> exists{};
};

/// Calls `take` for every chosen tile of a level in order of packing: by blocks of 128 x 128, each row by row.
/// Stops, and gives false, as soon as `take` gives false.
bool for_each_tile(const tiling_scheme& scheme, int level, const tile_selection& chosen,
  const std::function<bool(const tile_address&)>& take);

inline constexpr std::int64_t all_of_them = std::numeric_limits<std::int64_t>::max();

/// How many tiles that are on each of the selection's levels. Extents are arithmetic; in a polygon and a cache with gaps
/// the search goes down from level 0 wherever an edge or a gap is. It ends when their sum is more than `enough`: then
/// that is all that is known of it.
std::vector<std::int64_t> count_by_level(
  const tiling_scheme& scheme, const tile_selection& chosen, std::int64_t enough = all_of_them);
/// The sum of them.
std::int64_t count_tiles(const tiling_scheme& scheme, const tile_selection& chosen);

} // namespace sandbox
