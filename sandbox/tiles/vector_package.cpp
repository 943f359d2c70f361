#include "sandbox/tiles/vector_package.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "sandbox/model/esri_json.hpp"
#include "sandbox/tiles/package_documents.hpp"
#include "sandbox/tiles/tile_cache.hpp"

namespace sandbox {

namespace {

using nlohmann::json;

constexpr const char* root_folder = "p12/";

json package_root(const package_request& request, const envelope& extent, const package_statistics& done) {
  json root = vector_root_json(request.name, done.tiles.empty() ? 0 : done.tiles.rbegin()->first);
  root["currentVersion"] = 10.81;
  root["capabilities"] = "TilesOnly";
  root["exportTilesAllowed"] = false;
  root["initialExtent"] = root["fullExtent"] = to_esri_json(extent, web_mercator);
  return root;
}

json layer_list() {
  json layers = json::array();
  const std::pair<const char*, int> known[] = {{"countries", 0}, {"states", 3}, {"counties", 6}, {"labels", 1}};
  for (const auto& [name, first] : known) {
    layers.push_back({{"id", name}, {"description", ""}, {"minzoom", first}, {"maxzoom", vector_scheme().last_level()},
      {"fields", {{"name", "String"}}}});
  }
  return {{"vector_layers", layers}};
}

} // namespace

outcome<package_statistics> write_vtpk(const std::filesystem::path& file, const vector_map& map,
  const package_request& request, const package_progress& progress) {
  const envelope extent = package_extent(vector_scheme(), request);
  const package_parts parts{
    [&](package_zip& zip) {
      zip.add_text("esriinfo/item.pkinfo", package_info(request, "Vector Tile Package", "11.2"));
      zip.add_text("esriinfo/iteminfo.xml", item_info(request, extent, "Vector Tile Package", "vtpk"));
      zip.add_text("esriinfo/thumbnail/thumbnail.png", *vector_resource("sprites/sprite.png"));
      for (const std::string& name : vector_resource_paths())
        zip.add_text(root_folder + std::string{"resources/"} + name, *vector_resource(name));
    },
    [&](package_zip& zip, const package_statistics& done) {
      zip.add_text(root_folder + std::string{"metadata.json"}, layer_list().dump());
      zip.add_text(root_folder + std::string{"root.json"}, package_root(request, extent, done).dump());
    }};
  return write_tile_package(
    file, vector_scheme(), {bundle_format::compact_v2, root_folder + std::string{"tile/"}, false}, request,
    [&](const tile_address& tile) { return map.render_tile(tile); }, parts, progress);
}

} // namespace sandbox
