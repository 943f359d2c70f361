#include "sandbox/features/esri_features.hpp"

#include "sandbox/features/field_document.hpp"
#include "sandbox/model/esri_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

/// Whole numbers: the first vertex of a part as it is, then the way to the next one.
json grid_json(const geometry& shape) {
  if (shape.empty())
    return nullptr;
  const auto cells = [](double number) { return static_cast<std::int64_t>(number); };
  if (shape.type == geometry_type::point)
    return {{"x", cells(shape.parts[0][0].x)}, {"y", cells(shape.parts[0][0].y)}};
  json parts = json::array();
  for (const path& part : shape.parts) {
    json line = json::array();
    point before;
    for (const point& p : part) {
      line.push_back({cells(p.x) - cells(before.x), cells(p.y) - cells(before.y)});
      before = p;
    }
    parts.push_back(std::move(line));
  }
  if (shape.type == geometry_type::multipoint)
    return {{"points", std::move(parts[0])}};
  return {{shape.type == geometry_type::polyline ? "paths" : "rings", std::move(parts)}};
}

json shape_json(const feature_set& from, const geometry& shape) {
  return from.grid ? grid_json(shape) : to_esri_json(shape);
}

json transform_json(const coordinate_grid& grid) {
  return {{"originPosition", grid.lower_left ? "lowerLeft" : "upperLeft"}, {"scale", {grid.cell, grid.cell}},
    {"translate", {grid.origin.x, grid.origin.y}}};
}

} // namespace

json esri_feature_json(const feature_set& from, std::size_t which) {
  json attributes = json::object();
  for (std::size_t i = 0; i < from.fields.size(); ++i)
    attributes[from.fields[i].name] = to_json(from.attributes[which][i]);
  json made{{"attributes", std::move(attributes)}};
  if (!from.shapes.empty())
    made["geometry"] = shape_json(from, from.shapes[which]);
  if (!from.centroids.empty())
    made["centroid"] = shape_json(from, from.centroids[which]);
  return made;
}

json columns_json(const feature_set& from, const service_data& service) {
  json fields = json::array();
  for (const field& column : from.fields)
    fields.push_back(column_json(service, column));
  return fields;
}

json esri_features_json(const feature_set& from, const service_data& service) {
  json features = json::array();
  for (std::size_t i = 0; i < from.attributes.size(); ++i)
    features.push_back(esri_feature_json(from, i));
  json made{{"fields", columns_json(from, service)}, {"features", std::move(features)}};
  if (!from.object_id_field.empty()) {
    made["objectIdFieldName"] = from.object_id_field;
    made["uniqueIdField"] = {{"name", from.object_id_field}, {"isSystemMaintained", true}};
    made["globalIdFieldName"] = from.global_id_field;
  }
  if (from.type != geometry_type::none) {
    made["geometryType"] = esri_name(from.type);
    made["spatialReference"] = spatial_reference_json(from.wkid);
    if (from.has_z)
      made["hasZ"] = true;
    if (from.grid)
      made["transform"] = transform_json(*from.grid);
  }
  if (from.exceeded)
    made["exceededTransferLimit"] = true;
  return made;
}

} // namespace sandbox
