#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// The resource `.../FeatureServer?f=json`. ArcGIS REST API, Feature Service.
nlohmann::json feature_service_json(const service_data& service, dialect speaks);

} // namespace sandbox
