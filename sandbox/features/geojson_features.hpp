#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/features/feature_set.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// The answer of a query with `f=geojson`: RFC 7946, and for other references than WGS84 with the `crs` of its
/// predecessor. Where more rows exist, ArcGIS Online says so within `properties`, Enterprise beside `features`.
nlohmann::json geojson_features(const feature_set& from, dialect speaks);

} // namespace sandbox
