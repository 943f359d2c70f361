#include "sandbox/tiles/raster_package.hpp"

#include "sandbox/tiles/package_documents.hpp"
#include "sandbox/tiles/tile_cache.hpp"

namespace sandbox {

namespace {

/// The tile in the middle of the extent whose level shows about all of it.
tile_address thumbnail_tile(const envelope& extent) {
  const point middle{(extent.min_x + extent.max_x) / 2, (extent.min_y + extent.max_y) / 2};
  int level = 0;
  while (level < raster_scheme().last_level() && tiles_of_extent(raster_scheme(), level + 1, extent).count() < 5)
    ++level;
  const tile_range range = tiles_of_extent(raster_scheme(), level, {middle.x, middle.y, middle.x, middle.y});
  return {level, range.first_row, range.first_column};
}

} // namespace

outcome<package_statistics> write_tpkx(const std::filesystem::path& file, const raster_map& map,
  const package_request& request, const package_progress& progress) {
  const envelope extent = package_extent(raster_scheme(), request);
  const package_parts parts{[](package_zip&) {},
    [&](package_zip& zip, const package_statistics& done) {
      const int first = done.tiles.empty() ? 0 : done.tiles.begin()->first,
                last = done.tiles.empty() ? 0 : done.tiles.rbegin()->first;
      zip.add_text("iteminfo.json", tpkx_item_info(request, extent));
      zip.add_text("root.json", tpkx_root(request, extent, first, last));
      zip.add_text("thumbnail.png", map.render_tile(thumbnail_tile(extent)));
    }};
  return write_tile_package(
    file, raster_scheme(), {bundle_format::compact_v2, "tile/", true}, request,
    [&](const tile_address& tile) { return map.render_tile(tile); }, parts, progress);
}

outcome<package_statistics> write_tpk(const std::filesystem::path& file, const raster_map& map,
  const package_request& request, const package_progress& progress) {
  const envelope extent = package_extent(raster_scheme(), request);
  const std::string cache = "v101/Layers/";
  const package_parts parts{
    [&](package_zip& zip) {
      zip.add_text("esriinfo/item.pkinfo", package_info(request, "Tile Package", "10.3"));
      zip.add_text("esriinfo/iteminfo.xml", item_info(request, extent, "Tile Package", "tpk"));
      zip.add_text("esriinfo/thumbnail/thumbnail.png", map.render_tile(thumbnail_tile(extent)));
      zip.add_text("servicedescriptions/mapserver/mapserver.json", map_server_description(request, extent));
      zip.add_text(cache + "conf.xml", cache_conf(raster_scheme(), "PNG24"));
      zip.add_text(cache + "conf.cdi", cache_extent(extent));
    },
    [](package_zip&, const package_statistics&) {}};
  return write_tile_package(
    file, raster_scheme(), {bundle_format::compact_v1, cache + "_alllayers/", false}, request,
    [&](const tile_address& tile) { return map.render_tile(tile); }, parts, progress);
}

} // namespace sandbox
