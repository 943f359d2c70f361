#pragma once

#include "core/plan/attachment_rules.hpp"
#include "core/plan/map_services.hpp"
#include "core/plan/planner.hpp"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// A layer or table of the map that one feature service will be asked for.
struct feature_choice {
  const proto::web_map_layer* layer = nullptr;
  const proto::service_layer* described = nullptr;
};

/// What holds for every feature service of a map.
struct feature_context {
  proto::generate_offline_map_parameters parameters;
  std::optional<int> sync_data_options;   ///< author's bit mask; none = what the SDK asks for by itself
  proto::spatial_reference map_reference; ///< may be absent: the service's then
};

/// One createReplica for the service, or one for each attachment setting where
/// the parameters differ between its layers and no relationship crosses.
std::vector<planned_export> plan_feature_sync(const feature_service& service,
  const std::vector<feature_choice>& choices, const feature_context& context, std::vector<proto::finding>& findings);

} // namespace core
