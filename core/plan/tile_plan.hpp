#pragma once

#include "core/plan/levels_of_detail.hpp"
#include "core/plan/map_services.hpp"
#include "core/plan/planner.hpp"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// Where the service has tiles, in the reference of its tiling scheme; nothing where
/// it does not say so.
std::optional<proto::envelope> tiled_extent(const tile_service& service);

/// Why a layer gets no tiles of an area from its service; nothing if it does.
proto::outcome tile_refusal(const proto::web_map_layer& layer, const tile_service& service, const proto::area& area);

/// The levels that one layer needs of its service without overrides, ascending.
proto::result<std::vector<int>> levels_for(
  const proto::web_map_layer& layer, const tile_service& service, const scale_range& asked);

/// What a tile service is asked for, raster or vector.
struct tile_order {
  proto::area area;        ///< in any reference: it goes into the service's own
  std::vector<int> levels; ///< ascending, never empty; vector: 0 to the last
  std::optional<int> compression_quality = {};
};

/// The export for all layers that name the service and are not refused. A count over the
/// service's limit is a finding and no refusal: a server may filter by the polygon.
proto::result<planned_export> plan_tiles(const tile_service& service,
  const std::vector<const proto::web_map_layer*>& layers, const tile_order& order,
  std::vector<proto::finding>& findings);

} // namespace core
