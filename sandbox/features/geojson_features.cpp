#include "sandbox/features/geojson_features.hpp"

#include <algorithm>

#include "sandbox/features/field_document.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

json positions(const geometry& shape, std::size_t part, bool backwards) {
  json list = json::array();
  const path& line = shape.parts[part];
  for (std::size_t step = 0; step < line.size(); ++step) {
    const std::size_t i = backwards ? line.size() - 1 - step : step;
    json position{line[i].x, line[i].y};
    if (!shape.heights.empty())
      position.push_back(shape.heights[part][i]);
    list.push_back(std::move(position));
  }
  return list;
}

/// One polygon a list: outer ring first. RFC 7946 3.1.6 turns them the other way round than we do.
json polygon_lists(const geometry& shape) {
  json polygons = json::array();
  for (std::size_t part = 0; part < shape.parts.size(); ++part) {
    const bool outer = polygons.empty() || doubled_area(shape.parts[part]) <= 0;
    if (outer)
      polygons.push_back(json::array());
    polygons.back().push_back(positions(shape, part, true));
  }
  return polygons;
}

/// One part alone is no multi-geometry.
json one_or_many(const char* one, const char* many, json parts) {
  if (parts.size() == 1)
    return {{"type", one}, {"coordinates", std::move(parts[0])}};
  return {{"type", many}, {"coordinates", std::move(parts)}};
}

json geojson_shape(const geometry& shape) {
  if (shape.empty())
    return nullptr;
  json parts = json::array();
  for (std::size_t part = 0; part < shape.parts.size(); ++part)
    parts.push_back(positions(shape, part, false));
  switch (shape.type) {
  case geometry_type::point: return {{"type", "Point"}, {"coordinates", std::move(parts[0][0])}};
  case geometry_type::multipoint: return {{"type", "MultiPoint"}, {"coordinates", std::move(parts[0])}};
  case geometry_type::polyline: return one_or_many("LineString", "MultiLineString", std::move(parts));
  case geometry_type::polygon: return one_or_many("Polygon", "MultiPolygon", polygon_lists(shape));
  case geometry_type::none: break;
  }
  return nullptr;
}

} // namespace

json geojson_features(const feature_set& from, dialect speaks) {
  json features = json::array();
  for (std::size_t i = 0; i < from.attributes.size(); ++i) {
    json properties = json::object();
    for (std::size_t column = 0; column < from.fields.size(); ++column)
      properties[from.fields[column].name] = to_json(from.attributes[i][column]);
    json one{{"type", "Feature"}, {"properties", std::move(properties)},
      {"geometry", from.shapes.empty() ? json{} : geojson_shape(from.shapes[i])}};
    if (i < from.object_ids.size())
      one["id"] = from.object_ids[i];
    features.push_back(std::move(one));
  }
  json made{{"type", "FeatureCollection"}, {"features", std::move(features)}};
  if (from.type != geometry_type::none && from.wkid != wgs84)
    made["crs"] = {{"type", "name"}, {"properties", {{"name", "EPSG:" + std::to_string(from.wkid)}}}};
  if (from.exceeded && speaks == dialect::online)
    made["properties"] = {{"exceededTransferLimit", true}};
  else if (from.exceeded)
    made["exceededTransferLimit"] = true;
  return made;
}

} // namespace sandbox
