#pragma once

#include "core/plan/feature_sync_plan.hpp"
#include "proto/control/offline_map_parameters.hpp"

#include <optional>
#include <vector>

namespace core {

/// What holds for every feature service of a map, without overrides.
struct feature_context {
  proto::generate_offline_map_parameters parameters;
  std::optional<int> sync_data_options;   ///< author's bit mask; none = what the SDK asks for by itself
  proto::spatial_reference map_reference; ///< may be absent: the service's then
};

/// What one service is asked for where nobody overrides it: one replica, or one for each
/// attachment setting where the parameters differ between its layers and no relationship
/// crosses.
std::vector<proto::generate_geodatabase_parameters> geodatabase_parameters(const feature_service& service,
  const std::vector<feature_choice>& choices, const feature_context& context, std::vector<proto::finding>& findings);

} // namespace core
