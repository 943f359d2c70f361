#pragma once

#include <vector>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// The rings of polygons in the order and direction that `geometry` wants. `polygons` are outer rings with their holes,
/// closed, in any direction. One that crosses itself is made valid first (GEOS MakeValid); what has no area is left out.
std::vector<path> valid_rings(const std::vector<std::vector<path>>& polygons);

} // namespace sandbox
