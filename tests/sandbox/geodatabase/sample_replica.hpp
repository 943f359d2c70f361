#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/model/esri_json.hpp"
#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/model/area_filter.hpp"
#include "sandbox/model/projection.hpp"
#include "tests/sandbox/sample_data.hpp"

namespace sandbox {

/// As much of a layer resource as a replica's reader looks at.
inline nlohmann::json sample_layer_json(const table& layer) {
  nlohmann::json fields = nlohmann::json::array();
  for (const field& column : layer.fields)
    fields.push_back({{"name", column.name}, {"type", esri_name(column.type)}, {"alias", column.alias}});
  return {{"id", layer.id}, {"name", layer.name}, {"type", "Feature Layer"},
    {"geometryType", layer.type == geometry_type::point ? "esriGeometryPoint" : "esriGeometryPolygon"},
    {"fields", fields}};
}

/// A replica of both layers within an area.
inline replica_request sample_replica(const area& within, int wkid = web_mercator) {
  const service_data& data = field_data();
  replica_request request;
  request.service_url = "https://sandbox.example/server/rest/services/FieldWork/FeatureServer";
  request.service = &data;
  request.service_json = {{"serviceDescription", ""}, {"syncEnabled", true}, {"layers", {{{"id", 0}}, {{"id", 1}}}}};
  const auto moved = project(within, wgs84);
  const area_filter asked{moved ? *moved : area{}};
  for (const table& layer : data.tables) {
    replica_layer one;
    one.source = &layer;
    for (std::size_t row = 0; row < layer.rows.size(); ++row) {
      if (asked.intersects(layer.rows[row].shape))
        one.rows.push_back(row);
    }
    one.layer_json = sample_layer_json(layer);
    one.server_generation = 4711;
    request.layers.push_back(std::move(one));
  }
  request.replica_name = "box-1-0-1";
  request.replica_id = "11111111-2222-3333-4444-55555555abcd";
  request.owner = "field";
  request.extent = {{geometry_type::polygon, within.rings}, within.wkid};
  request.wkid = wkid;
  request.created_ms = 1715932800000;
  return request;
}

} // namespace sandbox
