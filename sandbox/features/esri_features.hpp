#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/features/feature_set.hpp"

namespace sandbox {

/// One feature, `{attributes, geometry}`; on a grid with the differences from vertex to vertex.
nlohmann::json esri_feature_json(const feature_set& from, std::size_t which);

/// The answer of a query with `f=json`. ArcGIS REST API, Query (Feature Service/Layer), JSON response.
nlohmann::json esri_features_json(const feature_set& from, const service_data& service);

/// `fields` of an answer.
nlohmann::json columns_json(const feature_set& from, const service_data& service);

} // namespace sandbox
