#pragma once

#include "core/plan/area.hpp"
#include "proto/arcgis/geometry.hpp"
#include "proto/arcgis/service_root.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace core {

/// A block of tiles of one level; rows grow downwards (Map Tile, REST reference).
struct tile_block {
  std::int64_t first_column = 0;
  std::int64_t last_column = -1;
  std::int64_t first_row = 0;
  std::int64_t last_row = -1;
  std::uint64_t count() const;
  bool operator==(const tile_block&) const = default;
};

/// The tiles that a box in the scheme's own reference meets at a level. A side
/// that lies on a tile's edge, within 1e-6 of a tile, counts the tile beyond it
/// at the far sides and not at the near ones.
tile_block tiles_of(const proto::tile_info& scheme, const proto::level_of_detail& level, const proto::envelope& box);

/// The lattice of a level's tiles, in map units.
struct tile_grid {
  proto::point origin; ///< its upper left corner
  double width = 0;    ///< of a tile
  double height = 0;
};
tile_grid grid_of(const proto::tile_info& scheme, const proto::level_of_detail& level);

/// What a block has to do with a polygon.
coverage coverage_of(const polygon_cover& cover, const tile_grid& grid, const tile_block& block);

/// What two boxes of one reference have in common; inside out where that is nothing.
proto::envelope common_box(const proto::envelope& a, const std::optional<proto::envelope>& b);

/// How many tiles an export of these levels holds at least and at most. For an
/// envelope both are equal. For a polygon `upper` is the count of its box, which
/// a server that does not filter by polygons takes, and `lower` that of the tiles
/// which the polygon meets; `edge` of these lie across its outline.
struct tile_bounds {
  std::uint64_t lower = 0;
  std::uint64_t upper = 0;
  std::uint64_t edge = 0;
  bool operator==(const tile_bounds&) const = default;
};
/// Only tiles that meet `within` count, where that is given.
tile_bounds count_tiles(const proto::tile_info& scheme, const std::vector<int>& levels, const proto::area& area,
  const std::optional<proto::envelope>& within = {});

} // namespace core
