#include "sandbox/model/quick_service.hpp"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/field_inference.hpp"
#include "sandbox/model/popups.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/model/row_reader.hpp"

namespace sandbox {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

std::vector<fs::path> geojson_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator{folder, failed}) {
    if (entry.path().extension() == ".geojson")
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

/// `My trip` as it may stand in an address: `My_trip`.
std::string address_word(std::string name) {
  std::replace_if(
    name.begin(), name.end(), [](unsigned char c) { return c > 127 || (std::isalnum(c) == 0 && c != '_' && c != '-'); },
    '_');
  return name;
}

/// The last part of a path, with or without a slash behind it.
std::string folder_name(const fs::path& folder) {
  const fs::path whole = fs::weakly_canonical(folder);
  return whole.has_filename() ? whole.filename().string() : whole.parent_path().filename().string();
}

/// The first field that a text describes best.
std::string display_field_of(const table& source) {
  const auto text = std::find_if(
    source.fields.begin(), source.fields.end(), [](const field& one) { return one.type == field_type::text; });
  return (text == source.fields.end() ? source.fields.front() : *text).name;
}

table read_layer(const fs::path& file, int id, const std::string& service) {
  const auto rows = read_geojson(file);
  table read;
  read.id = id;
  read.name = file.stem().string();
  read.type = common_type(rows, file);
  read.has_z = std::any_of(rows.begin(), rows.end(), [](const raw_row& row) { return !row.shape.heights.empty(); });
  read.fields = infer_fields(rows);
  read.add_id_fields();
  read.display_field = display_field_of(read);
  add_raw_rows(read, rows, file, service + "/" + std::to_string(id));
  return read;
}

json map_layer(const service_data& service, const table& source) {
  json entry{{"id", service.name + "-" + std::to_string(source.id)}, {"title", source.name},
    {"itemId", "${item:" + service.title + "}"},
    {"url", "${service:" + service.name + "}/" + std::to_string(source.id)},
    {"popupInfo", popup_of(service, source, source.name + " {" + source.display_field + "}")}};
  if (source.is_spatial())
    entry.update({{"layerType", "ArcGISFeatureLayer"}, {"visibility", true}, {"opacity", 1}});
  return entry;
}

/// In web mercator, a little larger than the data.
envelope view_of(const envelope& degrees) {
  envelope view;
  const double margin = std::max({degrees.max_x - degrees.min_x, degrees.max_y - degrees.min_y, 0.01}) / 20;
  for (const point corner :
    {point{degrees.min_x - margin, degrees.min_y - margin}, point{degrees.max_x + margin, degrees.max_y + margin}}) {
    if (const auto place = project(corner, wgs84, web_mercator))
      view.include(*place);
  }
  return view;
}

} // namespace

bool is_bare_folder(const fs::path& folder) {
  return !fs::is_directory(folder / "services") && !geojson_files(folder).empty();
}

service_data quick_service(const fs::path& folder) {
  service_data made;
  made.name = address_word(folder_name(folder));
  made.title = folder_name(folder) + " data";
  made.snippet = "Your own data";
  made.tags = {"sandbox"};
  made.capabilities = "Create,Delete,Editing,Query,Sync,Update";
  int id = 0;
  for (const fs::path& file : geojson_files(folder))
    made.tables.push_back(read_layer(file, id++, made.name));
  for (table& one : made.tables)
    one.capabilities = made.capabilities;
  std::stable_partition(made.tables.begin(), made.tables.end(), [](const table& one) { return one.is_spatial(); });
  number_namesakes(made.tables);
  made.item_data = item_data_of(made, nullptr);
  return made;
}

item_data quick_map(const service_data& service) {
  json layers = json::array(), tables = json::array();
  for (const table& source : service.tables)
    (source.is_spatial() ? layers : tables).push_back(map_layer(service, source));
  item_data made;
  made.title = service.name;
  made.snippet = "Your own data on the sandbox's basemap";
  made.tags = service.tags;
  made.type_keywords = {"ArcGIS Online", "Collector", "Data Editing", "Map", "Offline", "Online Map", "Web Map"};
  made.extent = service.extent();
  const envelope seen = made.extent.empty() ? envelope{-180, -80, 180, 80} : made.extent;
  made.data = {{"operationalLayers",
                 {{{"id", "layers"}, {"title", service.name}, {"layerType", "GroupLayer"},
                   {"visibilityMode", "independent"}, {"visibility", true}, {"opacity", 1}, {"layers", layers}}}},
    {"tables", tables},
    {"baseMap",
      {{"title", "Basemap"},
        {"baseMapLayers",
          {{{"id", "basemap"}, {"title", "Basemap"}, {"layerType", "ArcGISTiledMapServiceLayer"},
            {"url", "${service:Basemap/MapServer}"}, {"visibility", true}, {"opacity", 1}}}}}},
    {"bookmarks", json::array()},
    {"initialState", {{"viewpoint", {{"targetGeometry", to_esri_json(view_of(seen), web_mercator)}}}}},
    {"applicationProperties",
      {{"viewing", json::object()},
        {"offline",
          {{"editableLayers", {{"download", "featuresAndAttachments"}, {"sync", "syncFeaturesAndAttachments"}}},
            {"readonlyLayers", {{"downloadAttachments", true}}}}}}},
    {"spatialReference", spatial_reference_json(web_mercator)}, {"authoringApp", "mapferry-sandbox"},
    {"authoringAppVersion", "1"}, {"version", "2.31"}};
  return made;
}

} // namespace sandbox
