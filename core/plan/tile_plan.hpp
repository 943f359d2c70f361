#pragma once

#include "core/plan/levels_of_detail.hpp"
#include "core/plan/map_services.hpp"
#include "core/plan/planner.hpp"

#include <string>
#include <utility>
#include <vector>

namespace core {

/// The export of one tile service for all layers that name it, and the layers
/// that it cannot serve.
struct planned_tiles {
  std::optional<planned_export> planned;
  std::vector<std::pair<const proto::web_map_layer*, proto::failure>> refused;
};

/// One export with the levels of all its layers; the area goes into the service's
/// own reference. A count over the service's limit is a finding and no refusal: a
/// server may filter by the polygon.
planned_tiles plan_tiles(const tile_service& service, const std::vector<const proto::web_map_layer*>& layers,
  const proto::area& area, const scale_range& asked, std::vector<proto::finding>& findings);

} // namespace core
