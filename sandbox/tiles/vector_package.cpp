#include "sandbox/tiles/vector_package.hpp"

#include <set>
#include <tuple>

#include <nlohmann/json.hpp>

#include "sandbox/model/esri_json.hpp"
#include "sandbox/tiles/package_documents.hpp"
#include "sandbox/tiles/vector_tree.hpp"

namespace sandbox {

namespace {

using nlohmann::json;

const std::string root_folder = "p12/";

json package_root(
  const package_request& request, const envelope& extent, bool indexed, const package_statistics& done) {
  json root = vector_root_json(
    request.name, request.credits, extent, indexed, done.tiles.empty() ? 0 : done.tiles.rbegin()->first);
  root["currentVersion"] = 10.81;
  root["capabilities"] = "TilesOnly";
  root["exportTilesAllowed"] = false;
  return root;
}

json layer_list(int last_level) {
  json layers = json::array();
  const std::pair<const char*, int> known[] = {{"countries", 0}, {"states", 3}, {"counties", 6}, {"labels", 1}};
  for (const auto& [name, first] : known) {
    layers.push_back({{"id", name}, {"description", ""}, {"minzoom", first}, {"maxzoom", last_level},
      {"fields", {{"name", "String"}}}});
  }
  return {{"vector_layers", layers}};
}

} // namespace

outcome<package_statistics> write_vtpk(const std::filesystem::path& file, const vector_map& map,
  const vector_resources& resources, const package_request& request, const package_progress& progress) {
  const tiling_scheme& scheme = scheme_of(tile_scheme::vector512);
  const envelope extent = package_extent(scheme, request);
  std::set<std::tuple<int, std::int64_t, std::int64_t>> written;
  const package_parts parts{
    [&](package_zip& zip) {
      zip.add_text("esriinfo/item.pkinfo", package_info(request, "Vector Tile Package", "11.2"));
      zip.add_text("esriinfo/iteminfo.xml", item_info(request, extent, scheme.wkid, "Vector Tile Package", "vtpk"));
      zip.add_text("esriinfo/thumbnail/thumbnail.png", request.thumbnail);
      for (const std::string& name : resources.paths())
        zip.add_text(root_folder + "resources/" + name, *resources.find(name));
    },
    [&](package_zip& zip, const package_statistics& done) {
      if (map.is_indexed())
        zip.add_text(root_folder + "tilemap/root.json", index_of(written).dump());
      zip.add_text(root_folder + "metadata.json", layer_list(map.last_level()).dump());
      zip.add_text(root_folder + "root.json", package_root(request, extent, map.is_indexed(), done).dump());
    }};
  package_request possible = request;
  if (map.is_indexed())
    possible.tiles.exists = [&map](const tile_address& tile) { return map.may_have(tile); };
  const auto cut = [&](const tile_address& tile) {
    std::string bytes = map.render_tile(tile);
    if (!bytes.empty())
      written.emplace(tile.level, tile.row, tile.column);
    return bytes;
  };
  return write_tile_package(
    file, scheme, {bundle_format::compact_v2, root_folder + "tile/", false}, possible, cut, parts, progress);
}

json vector_root_json(
  const std::string& name, const std::string& credits, const envelope& extent, bool indexed, int last_level) {
  const tiling_scheme& scheme = scheme_of(tile_scheme::vector512);
  json root{{"name", name}, {"copyrightText", credits}, {"type", "indexedVector"},
    {"defaultStyles", "resources/styles"}, {"tiles", {"tile/{z}/{y}/{x}.pbf"}},
    {"initialExtent", to_esri_json(extent, scheme.wkid)}, {"fullExtent", to_esri_json(extent, scheme.wkid)},
    {"minScale", 0}, {"maxScale", 0}, {"tileInfo", tile_info_json(scheme, "pbf")}, {"maxzoom", scheme.last_level()},
    {"minLOD", 0}, {"maxLOD", last_level},
    {"resourceInfo",
      {{"styleVersion", 8}, {"tileCompression", "gzip"},
        {"cacheInfo", {{"storageInfo", {{"packetSize", 128}, {"storageFormat", "compactV2"}}}}}}}};
  if (indexed)
    root["tileMap"] = "tilemap";
  return root;
}

} // namespace sandbox
