#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// Rows count downwards from the top-left corner, as in `tile/<level>/<row>/<column>`.
struct tile_address {
  int level = 0;
  std::int64_t row = 0;
  std::int64_t column = 0;
  friend bool operator==(const tile_address&, const tile_address&) = default;
};

struct tile_level {
  int level = 0;
  double resolution = 0; ///< metres for one pixel
  double scale = 0;      ///< denominator at 96 dots an inch
};

/// The well-known web mercator grid.
struct tiling_scheme {
  int tile_size = 256; ///< pixels
  double origin_x = -20037508.342787;
  double origin_y = 20037508.342787;
  std::vector<tile_level> levels; ///< from 0, without gaps

  int last_level() const { return levels.back().level; }
  /// Whether the grid has this tile.
  bool contains(const tile_address& tile) const;
  /// The tile's rectangle in web mercator.
  envelope bounds(const tile_address& tile) const;
};

/// 256 pixels, levels 0 to 12: 156543.03392800014 metres a pixel and 1:591657527.591555 at level 0.
const tiling_scheme& raster_scheme();
/// 512 pixels, levels 0 to 11: 78271.51696399994 metres a pixel and 1:295828763.795777 at level 0.
const tiling_scheme& vector_scheme();

/// The scheme as service JSON (`tileInfo`); the format is `PNG24` or `pbf`
nlohmann::json tile_info_json(const tiling_scheme& scheme, const std::string& format);

/// Rows and columns of an extent at one level, both ends included. Empty if last < first.
struct tile_range {
  std::int64_t first_row = 0;
  std::int64_t last_row = -1;
  std::int64_t first_column = 0;
  std::int64_t last_column = -1;

  std::int64_t count() const;
};

/// col = floor((x - origin.x) / span), row = floor((origin.y - y) / span), cut to the grid; an edge less than a
/// millionth of a tile before a tile counts as in it. The extent in web mercator.
tile_range tiles_of_extent(const tiling_scheme& scheme, int level, const envelope& extent);

/// What to export.
struct tile_selection {
  area within;             ///< in any known reference
  bool by_polygon = false; ///< only tiles whose rectangle intersects the polygon; else all of its extent
  std::vector<int> levels; ///< ascending
};

/// Calls `take` for every chosen tile of a level in order of packing: by blocks of 128 x 128, each row by row.
/// Stops, and gives false, as soon as `take` gives false.
bool for_each_tile(const tiling_scheme& scheme, int level, const tile_selection& chosen,
  const std::function<bool(const tile_address&)>& take);

/// How many tiles that are. For extents this is arithmetic; a polygon is walked.
std::int64_t count_tiles(const tiling_scheme& scheme, const tile_selection& chosen);

} // namespace sandbox
