#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/model/geometry.hpp"
#include "sandbox/model/tile_service_data.hpp"

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
  double resolution = 0; ///< units of the reference for one pixel
  double scale = 0;      ///< denominator at 96 dots an inch
};

/// A grid of tiles that halves from level to level. All coordinates in its reference, x before y.
struct tiling_scheme {
  int wkid = web_mercator;
  int tile_size = 256;            ///< pixels
  point origin;                   ///< the top-left corner, as services print it
  envelope world;                 ///< the grid has tiles here
  int columns = 1;                ///< of level 0, which has one row
  int first_detail = 0;           ///< the level of the 256 pixel web mercator grid that is as fine as level 0 here
  std::vector<tile_level> levels; ///< from 0, without gaps: more than any service has tiles of

  int last_level() const { return levels.back().level; }
  /// How fine a level is, as a level of the 256 pixel web mercator grid.
  int detail(int level) const { return first_detail + level; }
  /// Whether the grid has this tile.
  bool contains(const tile_address& tile) const;
  /// The tile's rectangle.
  envelope bounds(const tile_address& tile) const;
};

/// The well-known grids: web mercator with 156543.03392800014 metres a pixel and 1:591657527.591555 at level 0, its
/// twins of 512 pixels whose level n is as fine as level n + 1, and 0.703125 degrees a pixel in two square tiles.
const tiling_scheme& scheme_of(tile_scheme which);

/// The scheme as service JSON (`tileInfo`); the format is `PNG24`, `pbf` ...
nlohmann::json tile_info_json(const tiling_scheme& scheme, const std::string& format);

/// The side of a pixel in units of a reference (4326 or 3857), so fine as a level of the 256 pixel web mercator grid.
double pixel_size(int wkid, int detail);

/// Rows and columns of an extent at one level, both ends included. Empty if last < first.
struct tile_range {
  std::int64_t first_row = 0;
  std::int64_t last_row = -1;
  std::int64_t first_column = 0;
  std::int64_t last_column = -1;

  std::int64_t count() const;
};

/// col = floor((x - origin.x) / span), row = floor((origin.y - y) / span), cut to the grid; an edge less than a
/// millionth of a tile before a tile counts as in it. The extent in the scheme's reference.
tile_range tiles_of_extent(const tiling_scheme& scheme, int level, const envelope& extent);

/// The levels that a cache has tiles of, both ends included.
struct level_span {
  int first = 0;
  int last = 0;

  bool contains(int level) const { return level >= first && level <= last; }
};

/// The tiles that a service has: levels of a grid, each as far as an extent reaches.
struct tile_coverage {
  const tiling_scheme* scheme = nullptr;
  level_span levels;
  envelope extent; ///< in the scheme's reference

  tile_range range(int level) const;
  bool contains(const tile_address& tile) const;
};

/// The extent of the data is cut to what the grid's reference can show.
tile_coverage coverage_of(const tile_service_data& service);

inline constexpr envelope everywhere{-std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity(),
  std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};

/// What two boxes share; empty if that is nothing.
envelope common(const envelope& a, const envelope& b);

} // namespace sandbox
