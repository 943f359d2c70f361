#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// The resource `.../FeatureServer/<id>?f=json` of a layer or table. ArcGIS REST API, Layer (Feature Service).
nlohmann::json feature_layer_json(const service_data& service, const table& layer, dialect speaks);

/// How a layer is drawn where nobody says otherwise.
nlohmann::json renderer_json(const table& layer);

/// The relationships in which a table takes part, seen from it.
nlohmann::json relationships_json(const service_data& service, const table& layer);

} // namespace sandbox
