#pragma once

#include "tests/core/plan/plan_world.hpp"

#include <nlohmann/json.hpp>

/// A web map with one feature layer on one tiled basemap, and the two services of it.
namespace simple {

using nlohmann::json;

inline const std::string water = "https://svc.example/rest/services/Water/FeatureServer";
inline const std::string tiles = "https://tiles.example/rest/services/Imagery/MapServer";

inline json scheme() {
  json lods = json::array();
  double resolution = 156543.033928;
  for (int level = 0; level < 12; ++level, resolution /= 2)
    lods.push_back({{"level", level}, {"resolution", resolution}, {"scale", resolution * 96 * 39.37}});
  return {{"rows", 256}, {"cols", 256}, {"dpi", 96}, {"format", "PNG"},
    {"origin", {{"x", -20037508.342787}, {"y", 20037508.342787}}}, {"spatialReference", {{"wkid", 102100}}},
    {"lods", lods}};
}

inline json tile_root() {
  return {{"currentVersion", 11.1}, {"singleFusedMapCache", true}, {"exportTilesAllowed", true},
    {"maxExportTilesCount", 100000}, {"tileInfo", scheme()},
    {"fullExtent",
      {{"xmin", -20037508}, {"ymin", -20037508}, {"xmax", 20037508}, {"ymax", 20037508},
        {"spatialReference", {{"wkid", 102100}}}}}};
}

inline json vector_root() {
  auto root = tile_root();
  root.erase("singleFusedMapCache");
  root["tiles"] = {"tile/{z}/{y}/{x}.pbf"};
  root["tileInfo"]["rows"] = root["tileInfo"]["cols"] = 512;
  return root;
}

inline json feature_root(const std::string& capabilities = "Create,Delete,Query,Update,Editing,Sync") {
  return {{"currentVersion", 11.1}, {"capabilities", capabilities}, {"syncEnabled", true},
    {"spatialReference", {{"wkid", 102100}}},
    {"syncCapabilities",
      {{"supportsAsync", true}, {"supportsPerLayerSync", true}, {"supportsAttachmentsSyncDirection", true}}},
    {"layers", {{{"id", 0}, {"name", "Hydrants"}}}}, {"tables", json::array()}};
}

inline json feature_layer(int id) {
  return {{"id", id}, {"name", "Layer " + std::to_string(id)}, {"type", "Feature Layer"},
    {"geometryType", "esriGeometryPoint"}, {"globalIdField", "GlobalID"}, {"hasAttachments", true},
    {"capabilities", "Create,Delete,Query,Update,Editing,Sync"}};
}

inline json layer_entry(const std::string& id, const std::string& type, const std::string& url) {
  return {{"id", id}, {"title", "Title of " + id}, {"layerType", type}, {"url", url}};
}

inline json simple_map() {
  return {{"version", "2.31"}, {"spatialReference", {{"wkid", 102100}, {"latestWkid", 3857}}},
    {"baseMap", {{"title", "Base"}, {"baseMapLayers", {layer_entry("imagery", "ArcGISTiledMapServiceLayer", tiles)}}}},
    {"operationalLayers", {layer_entry("hydrants", "ArcGISFeatureLayer", water + "/0")}}};
}

inline json item() {
  return {{"id", naperville().item}, {"type", "Web Map"}, {"title", "Hydrants"}, {"typeKeywords", {"Map", "Offline"}}};
}

inline plan_world simple_world(const json& map = simple_map()) {
  plan_world world;
  world.answer(sharing + naperville().item, item());
  world.answer(sharing + naperville().item + "/data", map);
  world.answer(water, feature_root());
  world.answer(water + "/layers", json{{"layers", {feature_layer(0)}}, {"tables", json::array()}});
  world.answer(tiles, tile_root());
  return world;
}

} // namespace simple
