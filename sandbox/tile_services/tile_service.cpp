#include "sandbox/tile_services/tile_service.hpp"

#include <array>

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/http/paths.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

export_source source_of(const world& shared, const tile_service_data& data) {
  export_source source;
  source.service = data.path();
  source.server = data.server;
  source.item_type = data.kind == tile_kind::map ? "Map Service" : "Image Service";
  source.item_id = item_id(data.title);
  source.write = [&shared](const std::filesystem::path& file, const export_order& order, const package_request& wanted,
                   const package_progress& progress) -> outcome<std::string> {
    const auto written = order.compact_v2 ? write_tpkx(file, shared.raster, wanted, progress)
                                          : write_tpk(file, shared.raster, wanted, progress);
    if (!written)
      return problem{written.error()};
    return std::string{order.compact_v2 ? ".tpkx" : ".tpk"};
  };
  return source;
}

/// From one tile in the middle of each level.
std::int64_t bytes_of(const world& shared, const export_order& order) {
  const tiling_scheme& scheme = raster_scheme();
  const auto within = project(order.tiles.within, web_mercator);
  if (!within)
    return 0;
  std::int64_t total = 0;
  for (const int level : order.tiles.levels) {
    const tile_range range = tiles_of_extent(scheme, level, within->extent());
    if (range.count() <= 0)
      continue;
    const tile_address middle{
      level, (range.first_row + range.last_row) / 2, (range.first_column + range.last_column) / 2};
    total += range.count() * static_cast<std::int64_t>(shared.raster.render_tile(middle).size());
  }
  return total;
}

} // namespace

std::optional<tile_address> read_tile_address(const std::vector<std::string>& parts, const tiling_scheme& scheme) {
  if (parts.size() != 4 || parts[0] != "tile")
    return {};
  std::array<std::int64_t, 3> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    std::string_view text = parts[i + 1];
    if (i == 2)
      text = text.substr(0, text.find('.'));
    const auto number = number_in<std::int64_t>(text);
    if (!number)
      return {};
    numbers[i] = *number;
  }
  if (numbers[0] < 0 || numbers[0] > scheme.last_level())
    return {};
  const tile_address tile{static_cast<int>(numbers[0]), numbers[1], numbers[2]};
  return scheme.contains(tile) ? std::optional{tile} : std::nullopt;
}

tile_service::tile_service(const world& shared, const tile_service_data& data)
  : shared_{shared},
    data_{data},
    exports_{shared, source_of(shared, data)} {}

http_response tile_service::handle(const http_request& request, std::string_view below, const visitor&) {
  const auto parts = path_parts(below);
  if (parts.empty())
    return json_answer(request, root());
  const std::string operation = lower_case(parts[0]);
  if (operation == "tile")
    return tile(parts);
  if (parts.size() == 1 && operation == "exporttiles") {
    return exports_.submit(request, read_raster_order(request, raster_scheme()));
  }
  if (parts.size() == 1 && operation == "estimateexporttilessize") {
    return exports_.estimate(request, read_estimate_order(request, raster_scheme()),
      [this](const export_order& order) { return bytes_of(shared_, order); });
  }
  if (operation == "jobs")
    return exports_.handle(request, {parts.begin() + 1, parts.end()});
  return error_answer(400, "Invalid URL", {"Invalid URL"});
}

http_response tile_service::tile(const std::vector<std::string>& parts) const {
  const auto address = read_tile_address(parts, raster_scheme());
  if (!address)
    return html_page(404, "There is no such tile.");
  return bytes_answer(shared_.raster.render_tile(*address), "image/png");
}

json tile_service::root() const {
  const bool online = shared_.where.online();
  const tiling_scheme& scheme = raster_scheme();
  const json extent = to_esri_json(scheme.bounds({0, 0, 0}), web_mercator);
  json root{{"currentVersion", current_version(shared_.where.speaks())}, {"serviceDescription", data_.description},
    {"description", ""}, {"copyrightText", data_.credits}, {"spatialReference", spatial_reference_json(web_mercator)},
    {"singleFusedMapCache", true}, {"tileInfo", tile_info_json(scheme, raster_format)}, {"initialExtent", extent},
    {"fullExtent", extent}, {"exportTilesAllowed", true}, {"maxExportTilesCount", shared_.settings.max_tiles},
    {"minScale", online ? 0.0 : scheme.levels.front().scale}, {"maxScale", online ? 0.0 : scheme.levels.back().scale}};
  if (online) {
    root["minLOD"] = 0;
    root["maxLOD"] = scheme.last_level();
    root["serviceItemId"] = item_id(data_.title);
  } else {
    root["storageInfo"] = {{"storageFormat", "esriMapCacheStorageModeCompactV2"}, {"packetSize", 128}};
  }
  if (data_.kind == tile_kind::map) {
    root.update({{"mapName", data_.name}, {"capabilities", online ? "Map,TilesOnly" : "Map,Query,Data"},
      {"layers",
        {{{"id", 0}, {"name", data_.name}, {"parentLayerId", -1}, {"defaultVisibility", true}, {"subLayerIds", nullptr},
          {"minScale", 0}, {"maxScale", 0}}}},
      {"tables", json::array()}, {"units", "esriMeters"}, {"supportsDynamicLayers", false}, {"tileServers", nullptr},
      {"resampling", true}});
  } else {
    root.update({{"name", data_.name}, {"capabilities", "Image,Metadata"}, {"extent", extent}, {"cacheType", "Map"},
      {"pixelType", "U8"}, {"bandCount", 3}, {"pixelSizeX", scheme.levels.back().resolution},
      {"pixelSizeY", scheme.levels.back().resolution}, {"serviceDataType", "esriImageServiceDataTypeRGB"},
      {"objectIdField", ""}, {"fields", json::array()}});
  }
  return root;
}

} // namespace sandbox
