#pragma once

#include "proto/arcgis/geometry.hpp"

#include <string>
#include <utility>
#include <vector>

namespace proto {

/// A reference as parameters write it: its number, or JSON where it has none.
std::string reference_text(const spatial_reference& sr);

/// `geometry`, `geometryType` and `inSR`, as createReplica and query take an area.
std::vector<std::pair<std::string, std::string>> area_fields(const area& a);

} // namespace proto
