#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/model/geography.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// `capabilities` of a layer: all may be read and synchronised, some edited.
std::string layer_capabilities(const feature_class& layer);

/// The resources `.../FeatureServer?f=json` and `.../FeatureServer/<id>?f=json`.
/// ArcGIS REST API, Feature Service and Layer (Feature Service).
nlohmann::json feature_service_json(const dataset& data, dialect speaks);
nlohmann::json feature_layer_json(const dataset& data, const feature_class& layer, dialect speaks);

/// How a layer is drawn where nobody says otherwise.
nlohmann::json renderer_json(const feature_class& layer);

nlohmann::json field_json(const dataset& data, const field& column);
nlohmann::json to_json(const value& cell);
/// An attribute: ids as the dialect writes them, `{UPPER-CASE}` or bare in lower case.
nlohmann::json to_json(const value& cell, field_type type, dialect speaks);

} // namespace sandbox
