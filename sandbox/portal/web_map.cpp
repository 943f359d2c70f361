#include "sandbox/portal/web_map.hpp"

#include "sandbox/model/esri_json.hpp"
#include "sandbox/features/layer_document.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

json popup(const service_data& data, const table& layer, const std::string& title) {
  json fields = json::array();
  for (const field& column : layer.fields) {
    const bool shown =
      column.type != field_type::object_id && column.type != field_type::global_id && column.type != field_type::guid;
    fields.push_back({{"fieldName", column.name}, {"label", column.alias}, {"visible", shown},
      {"isEditable", layer.is_editable() && column.editable},
      {"domainShown", data.find_domain(column.domain) != nullptr}});
  }
  return {{"title", title}, {"fieldInfos", fields}, {"description", nullptr}, {"showAttachments", false},
    {"mediaInfos", json::array()}};
}

json outlined(int red, int green, int blue) {
  return {{"type", "simple"}, {"label", "County"}, {"description", ""},
    {"symbol",
      {{"type", "esriSFS"}, {"style", "esriSFSSolid"}, {"color", {red, green, blue, 40}},
        {"outline",
          {{"type", "esriSLS"}, {"style", "esriSLSDash"}, {"color", {red, green, blue, 255}}, {"width", 1.2}}}}}};
}

json feature_layer(const world& shared, const http_request& request, const service_data& service, const table& layer) {
  json made{{"id", "field-" + std::to_string(layer.id)}, {"title", layer.name}, {"itemId", item_id(service.title)},
    {"url", shared.where.service_root(request, service.path()) + "/" + std::to_string(layer.id)},
    {"layerType", "ArcGISFeatureLayer"}, {"visibility", true}, {"opacity", 1}};
  if (!layer.is_editable())
    return made;
  made["popupInfo"] = popup(service, layer, "Inspection {SITE_CODE}");
  made["layerDefinition"] = {{"definitionExpression", "CONDITION < 5"}, {"minScale", 0}, {"maxScale", 0}};
  return made;
}

/// The map begins around the Four Corners, where most of the inspections are.
json initial_state() {
  envelope view;
  for (const point corner : {point{-111.0, 36.3}, point{-107.2, 39.2}}) {
    const auto place = project(corner, wgs84, web_mercator);
    if (place)
      view.include(*place);
  }
  return {{"viewpoint", {{"targetGeometry", to_esri_json(view, web_mercator)}}}};
}

} // namespace

json web_map_json(const world& shared, const http_request& request) {
  json feature_layers = json::array();
  const service_data& field = *shared.data.find_service("Field");
  for (const table& layer : field.tables)
    feature_layers.push_back(feature_layer(shared, request, field, layer));
  const std::string style =
    shared.where.service_root(request, "Boundaries/VectorTileServer") + "/resources/styles/root.json";
  const json offline{
    {"editableLayers", {{"download", "featuresAndAttachments"}, {"sync", "syncFeaturesAndAttachments"}}},
    {"readonlyLayers", {{"downloadAttachments", true}}}};
  return {{"operationalLayers",
            {{{"id", "boundaries"}, {"title", "Boundaries"}, {"layerType", "VectorTileLayer"},
               {"itemId", item_id("Boundaries")}, {"styleUrl", style}, {"visibility", true}, {"opacity", 1}},
              {{"id", "field"}, {"title", "Field work"}, {"layerType", "GroupLayer"}, {"visibilityMode", "independent"},
                {"visibility", true}, {"opacity", 1}, {"layers", feature_layers}}}},
    {"baseMap",
      {{"title", "Sandbox basemap"},
        {"baseMapLayers",
          {{{"id", "basemap"}, {"title", "Basemap"}, {"layerType", "ArcGISTiledMapServiceLayer"},
            {"itemId", item_id("Sandbox basemap")}, {"url", shared.where.service_root(request, "Basemap/MapServer")},
            {"visibility", true}, {"opacity", 1}}}}}},
    {"tables", json::array()}, {"bookmarks", json::array()}, {"initialState", initial_state()},
    {"applicationProperties", {{"viewing", json::object()}, {"editing", nullptr}, {"offline", offline}}},
    {"spatialReference", spatial_reference_json(web_mercator)}, {"authoringApp", "mapferry-sandbox"},
    {"authoringAppVersion", "1"}, {"version", "2.31"}};
}

json field_item_data(const world& shared) {
  const service_data& field = *shared.data.find_service("Field");
  json layers = json::array();
  for (const table& layer : field.tables) {
    json entry{{"id", layer.id}, {"popupInfo", popup(field, layer, layer.name + " {" + layer.display_field + "}")}};
    if (!layer.is_editable())
      entry["layerDefinition"] = {{"drawingInfo", {{"renderer", outlined(120, 60, 20)}}}};
    layers.push_back(std::move(entry));
  }
  return {{"layers", layers}, {"tables", json::array()}};
}

} // namespace sandbox
