#include "sandbox/tiles/package_documents.hpp"

#include <nlohmann/json.hpp>

#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/model/well_known_text.hpp"
#include "sandbox/base/xml_writer.hpp"

namespace sandbox {

using nlohmann::ordered_json;

namespace {

constexpr const char* snippet = "Tiles from mapferry-sandbox";

envelope in_degrees(const envelope& extent, int wkid) {
  const auto low = project(point{extent.min_x, extent.min_y}, wkid, wgs84),
             high = project(point{extent.max_x, extent.max_y}, wkid, wgs84);
  return low && high ? envelope{low->x, low->y, high->x, high->y} : envelope{-180, -85, 180, 85};
}

void spatial_reference_xml(xml_writer& xml, int wkid) {
  const bool degrees = wkid == wgs84;
  xml.open("SpatialReference", degrees ? "typens:GeographicCoordinateSystem" : "typens:ProjectedCoordinateSystem");
  xml.element("WKT", degrees ? degrees_wkt : mercator_wkt);
  xml.element("XOrigin", degrees ? -400LL : -20037700LL);
  xml.element("YOrigin", degrees ? -400LL : -30241100LL);
  xml.element("XYScale", degrees ? 1000000000LL : 10000LL);
  xml.element("HighPrecision", true);
  if (degrees)
    xml.element("LeftLongitude", -180LL);
  xml.element("WKID", degrees ? 4326LL : 102100LL);
  xml.element("LatestWKID", degrees ? 4326LL : 3857LL);
  xml.close();
}

const char* units_of(int wkid) { return wkid == wgs84 ? "esriDecimalDegrees" : "esriMeters"; }

} // namespace

std::string tpkx_root(
  const package_request& request, const envelope& extent, const raster_tiles& tiles, const package_statistics& done) {
  const int wkid = tiles.scheme->wkid;
  // The first two keys are what readers recognise the file by.
  ordered_json root;
  root["tileBundlesPath"] = "./tile";
  root["tileImageInfo"] = {{"format", tiles.format}, {"compressionQuality", 0}, {"bandCount", 3}, {"lercError", 0}};
  root["name"] = request.name;
  root["version"] = 1.0;
  root["serviceDescription"] = request.description;
  root["copyrightText"] = request.credits;
  root["spatialReference"] = spatial_reference_json(wkid);
  root["units"] = units_of(wkid);
  root["minLOD"] = done.tiles.empty() ? 0 : done.tiles.begin()->first;
  root["maxLOD"] = done.tiles.empty() ? 0 : done.tiles.rbegin()->first;
  root["minScale"] = 0;
  root["maxScale"] = 0;
  root["resampling"] = false;
  root["tileInfo"] = tile_info_json(*tiles.scheme, tiles.format);
  root["exportTilesAllowed"] = false;
  root["storageInfo"] = {{"storageFormat", "esriMapCacheStorageModeCompactV2"}, {"packetSize", 128}};
  root["layers"] = ordered_json::array();
  root["initialExtent"] = to_esri_json(extent, wkid);
  root["fullExtent"] = to_esri_json(extent, wkid);
  return root.dump(1);
}

std::string tpkx_item_info(const package_request& request, const envelope& extent, int wkid) {
  const ordered_json info{{"creator", "mapferry-sandbox"}, {"name", request.name}, {"guid", package_guid(request)},
    {"version", 1.0}, {"created", request.created_ms}, {"snippet", snippet}, {"description", request.description},
    {"summary", snippet}, {"title", request.name}, {"tags", "sandbox"}, {"type", "Compact Tile Package"},
    {"typeKeywords", {"Compact Tile Package", "Tile Package", "tpkx"}}, {"thumbnail", "./thumbnail.png"},
    {"extent", to_esri_json(in_degrees(extent, wkid), wgs84)}};
  return info.dump(1);
}

std::string cache_conf(const tiling_scheme& scheme, const std::string& format) {
  xml_writer xml;
  xml.root("CacheInfo", false);
  xml.open("TileCacheInfo", "typens:TileCacheInfo");
  spatial_reference_xml(xml, scheme.wkid);
  xml.open("TileOrigin", "typens:PointN");
  xml.element("X", scheme.origin.x);
  xml.element("Y", scheme.origin.y);
  xml.close();
  xml.element("TileCols", static_cast<long long>(scheme.tile_size));
  xml.element("TileRows", static_cast<long long>(scheme.tile_size));
  xml.element("DPI", 96LL);
  xml.element("PreciseDPI", 96LL);
  xml.open("LODInfos", "typens:ArrayOfLODInfo");
  for (const tile_level& level : scheme.levels) {
    xml.open("LODInfo", "typens:LODInfo");
    xml.element("LevelID", static_cast<long long>(level.level));
    xml.element("Scale", level.scale);
    xml.element("Resolution", level.resolution);
    xml.close();
  }
  xml.close();
  xml.close();
  xml.open("TileImageInfo", "typens:TileImageInfo");
  xml.element("CacheTileFormat", format);
  xml.element("CompressionQuality", 0LL);
  xml.element("Antialiasing", true);
  xml.close();
  xml.open("CacheStorageInfo", "typens:CacheStorageInfo");
  xml.element("StorageFormat", "esriMapCacheStorageModeCompact");
  xml.element("PacketSize", 128LL);
  xml.close();
  xml.close();
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + xml.text();
}

std::string cache_extent(const envelope& extent, int wkid) {
  xml_writer xml;
  xml.root("EnvelopeN", false);
  xml.element("XMin", extent.min_x);
  xml.element("YMin", extent.min_y);
  xml.element("XMax", extent.max_x);
  xml.element("YMax", extent.max_y);
  spatial_reference_xml(xml, wkid);
  xml.close();
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + xml.text();
}

std::string map_server_description(const package_request& request, const envelope& extent, const raster_tiles& tiles) {
  const int wkid = tiles.scheme->wkid;
  const ordered_json degrees = to_esri_json(in_degrees(extent, wkid), wgs84);
  const ordered_json server{{"currentVersion", 10.51}, {"serviceDescription", request.description},
    {"mapName", request.name}, {"copyrightText", request.credits}, {"layers", ordered_json::array()},
    {"tables", ordered_json::array()}, {"spatialReference", spatial_reference_json(wkid)},
    {"singleFusedMapCache", true}, {"tileInfo", tile_info_json(*tiles.scheme, tiles.format)},
    {"initialExtent", to_esri_json(extent, wkid)}, {"fullExtent", to_esri_json(extent, wkid)},
    {"units", units_of(wkid)}, {"capabilities", "Map,TilesOnly"}};
  const ordered_json all{{"name", "MapServer"}, {"contents", server},
    {"resourceInfo", {{"geoFullExtent", degrees}, {"geoInitialExtent", degrees}}},
    {"resources",
      ordered_json::array({{{"name", "layers"}, {"contents", {{"layers", ordered_json::array()}}}},
        {{"name", "legend"}, {"contents", {{"layers", ordered_json::array()}}}}})}};
  return all.dump(1);
}

std::string package_info(const package_request& request, const std::string& type, const std::string& version) {
  xml_writer xml;
  xml.open("pkinfo");
  xml.element("ID", package_guid(request));
  xml.element("name", request.name);
  xml.element("version", version);
  xml.element("size", -1LL);
  xml.element("created", static_cast<long long>(request.created_ms / 1000));
  xml.element("type", type);
  xml.element("servable", false);
  xml.close();
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + xml.text();
}

std::string item_info(const package_request& request, const envelope& extent, int wkid, const std::string& type,
  const std::string& keyword) {
  const envelope degrees = in_degrees(extent, wkid);
  xml_writer xml;
  xml.open("ESRI_ItemInformation");
  xml.element("name", request.name);
  xml.element("guid", package_guid(request));
  xml.element("snippet", snippet);
  xml.element("description", request.description);
  xml.element("summary", snippet);
  xml.element("title", request.name);
  xml.element("tags", "sandbox");
  xml.element("type", type);
  xml.open("typekeywords");
  for (const std::string& word : {std::string{"Data"}, type, keyword})
    xml.element("typekeyword", word);
  xml.close();
  xml.element("thumbnail", "thumbnail/thumbnail.png");
  xml.open("extent");
  xml.element("xmin", degrees.min_x);
  xml.element("ymin", degrees.min_y);
  xml.element("xmax", degrees.max_x);
  xml.element("ymax", degrees.max_y);
  xml.close();
  xml.element("spatialreference", wkid == wgs84 ? "GCS_WGS_1984" : "WGS_1984_Web_Mercator_Auxiliary_Sphere");
  xml.element("accessinformation", request.credits);
  xml.element("licenseinfo", "public domain");
  xml.close();
  return "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + xml.text();
}

} // namespace sandbox
