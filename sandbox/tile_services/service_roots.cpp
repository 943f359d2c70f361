#include "sandbox/tile_services/service_roots.hpp"

#include "sandbox/model/esri_json.hpp"
#include "sandbox/tiles/tiling.hpp"
#include "sandbox/tiles/vector_package.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

const tile_level& level_of(const tile_service_data& data, int level) {
  return scheme_of(data.scheme).levels.at(static_cast<std::size_t>(level));
}

const char* storage_word(cache_storage storage) {
  return storage == cache_storage::compact_v1 ? "esriMapCacheStorageModeCompact" : "esriMapCacheStorageModeCompactV2";
}

/// What both kinds say, and what depends on the dialect alone.
json common_root(const world& shared, const tile_service_data& data) {
  json root{{"currentVersion", current_version(shared.where.speaks())}};
  const bool online = shared.where.online();
  root["minScale"] = online ? 0.0 : level_of(data, data.first_level).scale;
  root["maxScale"] = online ? 0.0 : level_of(data, data.last_level).scale;
  if (online) {
    root["minLOD"] = data.first_level;
    root["maxLOD"] = data.last_level;
    root["serviceItemId"] = item_id(data.title);
  }
  return root;
}

void add_export(json& root, const tile_service_data& data, std::int64_t most_tiles) {
  const bool allowed = data.export_allowed && !data.dynamic;
  root["exportTilesAllowed"] = allowed;
  if (allowed)
    root["maxExportTilesCount"] = most_tiles;
}

json map_members(const world& shared, const tile_service_data& data) {
  const bool online = shared.where.online();
  const std::string tilemap = data.tilemap && !data.dynamic ? ",Tilemap" : "";
  json members{{"mapName", data.name},
    {"capabilities", (online && !data.dynamic ? "Map,TilesOnly" : "Map,Query,Data") + tilemap},
    {"layers",
      {{{"id", 0}, {"name", data.name}, {"parentLayerId", -1}, {"defaultVisibility", true}, {"subLayerIds", nullptr},
        {"minScale", 0}, {"maxScale", 0}}}},
    {"tables", json::array()}, {"units", scheme_of(data.scheme).wkid == wgs84 ? "esriDecimalDegrees" : "esriMeters"},
    {"supportsDynamicLayers", data.dynamic}, {"tileServers", nullptr}, {"resampling", true},
    {"supportedImageFormatTypes", "PNG32,PNG24,PNG,PNG8"}, {"maxImageHeight", 4096}, {"maxImageWidth", 4096},
    {"documentInfo",
      {{"Title", data.title}, {"Author", ""}, {"Comments", ""}, {"Subject", data.snippet}, {"Category", ""},
        {"Keywords", "sandbox"}}}};
  return members;
}

json image_members(const tile_service_data& data, const json& extent) {
  const double pixel = level_of(data, data.last_level).resolution;
  return {{"name", data.name}, {"capabilities", data.tilemap ? "Image,Metadata,Tilemap" : "Image,Metadata"},
    {"extent", extent}, {"cacheType", "Map"}, {"pixelType", "U8"}, {"bandCount", 3}, {"pixelSizeX", pixel},
    {"pixelSizeY", pixel}, {"serviceDataType", "esriImageServiceDataTypeRGB"}, {"objectIdField", ""},
    {"fields", json::array()}};
}

} // namespace

json raster_root_json(const world& shared, const tile_service_data& data, std::int64_t most_tiles) {
  const tile_coverage coverage = coverage_of(data);
  const int wkid = coverage.scheme->wkid;
  const json extent = to_esri_json(coverage.extent, wkid);
  json root = common_root(shared, data);
  root.update({{"serviceDescription", data.description}, {"description", data.snippet}, {"copyrightText", data.credits},
    {"spatialReference", spatial_reference_json(wkid)}, {"singleFusedMapCache", !data.dynamic},
    {"tileInfo", tile_info_json(*coverage.scheme, data.format)}, {"initialExtent", extent}, {"fullExtent", extent}});
  if (shared.where.online())
    root["tileInfo"]["storageFormat"] = storage_word(data.storage);
  else
    root["storageInfo"] = {{"storageFormat", storage_word(data.storage)}, {"packetSize", 128}};
  root.update(data.kind == tile_kind::map ? map_members(shared, data) : image_members(data, extent));
  add_export(root, data, most_tiles);
  root.merge_patch(data.says);
  return root;
}

json map_layers_json(const tile_service_data& data) {
  const json layer{{"id", 0}, {"name", data.name}, {"type", "Raster Layer"}, {"description", data.description},
    {"copyrightText", data.credits}, {"geometryType", nullptr}, {"parentLayer", nullptr}, {"subLayers", json::array()},
    {"minScale", 0}, {"maxScale", 0}, {"defaultVisibility", true}, {"hasAttachments", false}};
  return {{"layers", {layer}}, {"tables", json::array()}};
}

json vector_service_root_json(const world& shared, const tile_service_data& data, std::int64_t most_tiles) {
  json root = vector_root_json(data.name, data.credits, coverage_of(data).extent, data.tilemap, data.last_level);
  root.update(common_root(shared, data));
  root["capabilities"] = data.tilemap ? "TilesOnly,Tilemap" : "TilesOnly";
  add_export(root, data, most_tiles);
  root.merge_patch(data.says);
  return root;
}

} // namespace sandbox
