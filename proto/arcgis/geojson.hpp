#pragma once

#include "proto/arcgis/geometry.hpp"

namespace proto {

/// The polygons of a GeoJSON document (RFC 7946): a Polygon or MultiPolygon, alone, as
/// a Feature, or several in a FeatureCollection or GeometryCollection. WGS84 degrees,
/// longitude first (section 4); heights are left out. The first ring of each polygon
/// is its outer one (3.1.6), in whichever direction it was drawn. They may overlap.
/// Refuses other geometries and other references by element.
result<std::vector<polygon>> read_geojson_polygons(const nlohmann::json& json);

} // namespace proto
