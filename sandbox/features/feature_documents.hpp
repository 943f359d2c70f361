#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// The resources `.../FeatureServer?f=json` and `.../FeatureServer/<id>?f=json`.
/// ArcGIS REST API, Feature Service and Layer (Feature Service).
nlohmann::json feature_service_json(const service_data& service, dialect speaks);
nlohmann::json feature_layer_json(const service_data& service, const table& layer, dialect speaks);

/// How a layer is drawn where nobody says otherwise.
nlohmann::json renderer_json(const table& layer);

nlohmann::json field_json(const service_data& service, const field& column);
nlohmann::json to_json(const value& cell);
/// An attribute: ids as the dialect writes them, `{UPPER-CASE}` or bare in lower case.
nlohmann::json to_json(const value& cell, field_type type, dialect speaks);

} // namespace sandbox
