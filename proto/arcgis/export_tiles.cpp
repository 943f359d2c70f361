#include "proto/arcgis/export_tiles.hpp"

#include "proto/arcgis/request_fields.hpp"

namespace proto {
namespace {

// Never WKT: exports of services with it in a parameter fail.
nlohmann::json by_number(const spatial_reference& sr) {
  spatial_reference numbers = sr;
  numbers.wkt.clear();
  return to_json(numbers);
}

std::string extent_text(const area& a) {
  const auto box = box_of(a);
  auto json = to_json(box);
  json["spatialReference"] = by_number(box.spatial_reference);
  return json.dump();
}

nlohmann::json polygon_json(const polygon& shape) {
  auto json = to_json(shape);
  json["spatialReference"] = by_number(shape.spatial_reference);
  return json;
}

std::string feature_set_text(const polygon& shape) {
  const auto feature = nlohmann::json{{"geometry", polygon_json(shape)}};
  return nlohmann::json{{"geometryType", "esriGeometryPolygon"},
    {"spatialReference", by_number(shape.spatial_reference)}, {"features", nlohmann::json::array({feature})}}
    .dump();
}

} // namespace

std::vector<std::pair<std::string, std::string>> to_form(const export_tiles_request& request) {
  std::vector<std::pair<std::string, std::string>> form{
    {"f", "json"},
    {"tilePackage", "true"},
    {"storageFormatType", "esriMapCacheStorageModeCompactV2"},
    {"exportBy", "LevelID"},
    {"levels", level_list(request.levels)},
    {"optimizeTilesForSize", request.compression_quality ? "true" : "false"},
    // Beside a polygon the box is superseded; it bounds what a server gives that ignores the polygon.
    {"exportExtent", extent_text(request.area_of_interest)},
  };
  if (request.compression_quality) // means nothing without optimizeTilesForSize
    form.emplace_back("compressionQuality", std::to_string(*request.compression_quality));
  if (const auto* shape = std::get_if<polygon>(&request.area_of_interest))
    form.emplace_back("areaOfInterest", feature_set_text(*shape));
  return form;
}

std::vector<std::pair<std::string, std::string>> to_form(const export_vector_tiles_request& request) {
  std::vector<std::pair<std::string, std::string>> form{
    {"f", "json"},
    {"levels", request.max_level > 0 ? "0-" + std::to_string(request.max_level) : "0"},
    {"exportExtent", extent_text(request.area_of_interest)},
  };
  if (const auto* shape = std::get_if<polygon>(&request.area_of_interest))
    form.emplace_back("polygon", polygon_json(*shape).dump());
  return form;
}

nlohmann::json to_json(const export_tiles_request& request) { return write_fields(request); }
nlohmann::json to_json(const export_vector_tiles_request& request) { return write_fields(request); }

result<export_tiles_request> read_export_tiles_request(const nlohmann::json& json) {
  return read_fields<export_tiles_request>(json, failure_code::invalid_request, "reading an export request");
}
result<export_vector_tiles_request> read_export_vector_tiles_request(const nlohmann::json& json) {
  return read_fields<export_vector_tiles_request>(json, failure_code::invalid_request, "reading an export request");
}

std::string level_list(const std::vector<int>& levels) {
  std::string text;
  for (std::size_t first = 0; first < levels.size();) {
    std::size_t last = first;
    while (last + 1 < levels.size() && levels[last + 1] == levels[last] + 1)
      ++last;
    if (!text.empty())
      text += ',';
    text += std::to_string(levels[first]);
    if (last > first)
      text += "-" + std::to_string(levels[last]);
    first = last + 1;
  }
  return text;
}

} // namespace proto
