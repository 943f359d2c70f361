#pragma once

#include "proto/arcgis/geometry.hpp"

namespace core {

/// What any of the polygons covers, as one: of each the first ring is its outer one and
/// the others are its holes, whichever way they were drawn. All have the reference of
/// the first. Rings that cross themselves are mended; a failure where no area is left.
proto::result<proto::polygon> united(const std::vector<proto::polygon>& polygons);

} // namespace core
