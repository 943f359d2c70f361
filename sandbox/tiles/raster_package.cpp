#include "sandbox/tiles/raster_package.hpp"

#include "sandbox/tiles/package_documents.hpp"

namespace sandbox {

outcome<package_statistics> write_tpkx(const std::filesystem::path& file, const raster_tiles& tiles,
  const package_request& request, const package_progress& progress) {
  const tiling_scheme& scheme = *tiles.scheme;
  const envelope extent = package_extent(scheme, request);
  const package_parts parts{[](package_zip&) {},
    [&](package_zip& zip, const package_statistics& done) {
      zip.add_text("iteminfo.json", tpkx_item_info(request, extent, scheme.wkid));
      zip.add_text("root.json", tpkx_root(request, extent, tiles, done));
      zip.add_text("thumbnail.png", request.thumbnail);
    }};
  return write_tile_package(
    file, scheme, {bundle_format::compact_v2, "tile/", true}, request, tiles.draw, parts, progress);
}

outcome<package_statistics> write_tpk(const std::filesystem::path& file, const raster_tiles& tiles,
  const package_request& request, const package_progress& progress) {
  const tiling_scheme& scheme = *tiles.scheme;
  const envelope extent = package_extent(scheme, request);
  const std::string cache = "v101/Layers/";
  const package_parts parts{
    [&](package_zip& zip) {
      zip.add_text("esriinfo/item.pkinfo", package_info(request, "Tile Package", "10.3"));
      zip.add_text("esriinfo/iteminfo.xml", item_info(request, extent, scheme.wkid, "Tile Package", "tpk"));
      zip.add_text("esriinfo/thumbnail/thumbnail.png", request.thumbnail);
      zip.add_text("servicedescriptions/mapserver/mapserver.json", map_server_description(request, extent, tiles));
      zip.add_text(cache + "conf.xml", cache_conf(scheme, tiles.format));
      zip.add_text(cache + "conf.cdi", cache_extent(extent, scheme.wkid));
    },
    [](package_zip&, const package_statistics&) {}};
  return write_tile_package(
    file, scheme, {bundle_format::compact_v1, cache + "_alllayers/", false}, request, tiles.draw, parts, progress);
}

} // namespace sandbox
