#pragma once

#include "core/plan/map_services.hpp"

#include <vector>

namespace core {

/// Facts about a service's layer that make servers or offline databases fail later
/// although the capabilities are fine (the checks that Esri's Field Maps team runs
/// over every feature layer and table of a map).
std::vector<proto::finding> readiness(const proto::web_map_layer& layer, const proto::service_layer& described);

} // namespace core
