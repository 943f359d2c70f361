#pragma once

#include "tests/core/plan/simple_world.hpp"

/// A map of two layers and a table of one feature service, on raster tiles and vector tiles,
/// whose overrides are made and changed.
class overridden_world {
public:
  static inline const std::string zones = "https://tiles.example/rest/services/Zones/VectorTileServer";

  overridden_world() : world_(simple::simple_world(map())) {
    auto root = simple::feature_root();
    root["syncCapabilities"]["supportsSyncModelNone"] = true;
    world_.answer(simple::water, root);
    auto visits = simple::feature_layer(2);
    visits["type"] = "Table";
    visits.erase("geometryType");
    visits["relationships"] = {{{"id", 1}, {"name", "r"}, {"relatedTableId", 0}, {"role", "esriRelRoleDestination"}}};
    world_.answer(simple::water + "/layers",
      nlohmann::json{{"layers", {simple::feature_layer(0), simple::feature_layer(1)}}, {"tables", {visits}}});
    world_.answer(zones, simple::vector_root());
    request = naperville();
    const auto step = world_.plan(request, "https://portal.example.com", core::plan_purpose::survey);
    if (const auto* map = std::get_if<core::prepared_map>(&step))
      overrides = map->overrides;
    EXPECT_EQ(overrides.generate_geodatabase_parameters.size(), 1u);
    EXPECT_EQ(overrides.export_tile_cache_parameters.size(), 1u);
    EXPECT_EQ(overrides.export_vector_tiles_parameters.size(), 1u);
  }

  proto::generate_geodatabase_parameters& replica() {
    return overrides.generate_geodatabase_parameters.begin()->second.at(0);
  }
  proto::export_tile_cache_parameters& imagery() { return overrides.export_tile_cache_parameters.begin()->second; }
  proto::export_vector_tiles_parameters& vectors() { return overrides.export_vector_tiles_parameters.begin()->second; }

  core::plan_step step(core::plan_purpose purpose = core::plan_purpose::job) {
    auto with = request;
    with.overrides = overrides;
    return world_.plan(with, "https://portal.example.com", purpose);
  }
  core::offline_plan plan() { return plan_of(step()); }
  core::offline_plan plan_without_overrides() { return plan_of(world_.plan(request)); }
  void answer(const std::string& address, const nlohmann::json& body) { world_.answer(address, body); }

  proto::job_request request;
  proto::parameter_overrides overrides; ///< those that the parameters come to, until they are changed

private:
  static nlohmann::json map() {
    auto map = simple::simple_map();
    map["baseMap"]["baseMapLayers"].push_back(simple::layer_entry("zones", "VectorTileLayer", zones));
    map["operationalLayers"].push_back(simple::layer_entry("valves", "ArcGISFeatureLayer", simple::water + "/1"));
    map["operationalLayers"][1]["layerDefinition"] = {{"definitionExpression", "STATUS = 1"}};
    map["tables"] = {simple::layer_entry("visits", "Table", simple::water + "/2")};
    return map;
  }

  plan_world world_;
};

template <class Task>
const Task& task_in(const core::offline_plan& plan) {
  for (const auto& planned : plan.exports)
    if (const auto* task = std::get_if<Task>(&planned.task))
      return *task;
  ADD_FAILURE() << "no such export";
  static const Task none{};
  return none;
}
