#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// An extent in WGS84 as the services write theirs: in web mercator. An empty one has "NaN" for its sides.
nlohmann::json service_extent_json(const envelope& degrees);
/// An extent in the reference itself.
nlohmann::json extent_json(const envelope& box, int wkid);

} // namespace sandbox
