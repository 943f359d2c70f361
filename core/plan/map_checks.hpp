#pragma once

#include "core/plan/plan_inputs.hpp"
#include "proto/control/offline_map_parameters.hpp"

#include <vector>

namespace core {

/// What a map's author, or who asks for the map, should know of the map as a whole
/// and of one of its layers, judged by the web map and the portal item alone.
std::vector<proto::finding> check_map(const plan_inputs& inputs);
std::vector<proto::finding> check_layer(const plan_inputs& inputs, const proto::web_map_layer& layer,
  const proto::generate_offline_map_parameters& parameters, const std::string& portal_url);

} // namespace core
