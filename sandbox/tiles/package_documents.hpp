#pragma once

#include <string>

#include "sandbox/tiles/raster_package.hpp"

namespace sandbox {

// Texts that tile packages carry beside their tiles. `extent` is in the reference of the tiles.

/// root.json of a .tpkx.
std::string tpkx_root(
  const package_request& request, const envelope& extent, const raster_tiles& tiles, const package_statistics& done);
/// iteminfo.json of a .tpkx.
std::string tpkx_item_info(const package_request& request, const envelope& extent, int wkid);
/// conf.xml of a compact cache V1, the format being that of its pictures.
std::string cache_conf(const tiling_scheme& scheme, const std::string& format);
/// conf.cdi: the exported extent.
std::string cache_extent(const envelope& extent, int wkid);
/// servicedescriptions/mapserver/mapserver.json of a .tpk.
std::string map_server_description(const package_request& request, const envelope& extent, const raster_tiles& tiles);
/// esriinfo/item.pkinfo and esriinfo/iteminfo.xml; `type` is "Tile Package" or "Vector Tile Package".
std::string package_info(const package_request& request, const std::string& type, const std::string& version);
std::string item_info(const package_request& request, const envelope& extent, int wkid, const std::string& type,
  const std::string& keyword);

} // namespace sandbox
