#pragma once

#include <filesystem>

#include "sandbox/base/outcome.hpp"
#include "sandbox/tiles/tile_cache.hpp"

namespace sandbox {

/// The pictures of one service.
struct raster_tiles {
  const tiling_scheme* scheme = nullptr;
  std::string format; ///< `PNG24`
  tile_source draw;
};

/// Compact Cache V2 in a zip: what a service makes for esriMapCacheStorageModeCompactV2. See `write_tile_package`.
outcome<package_statistics> write_tpkx(const std::filesystem::path& file, const raster_tiles& tiles,
  const package_request& request, const package_progress& progress = {});

/// Compact Cache V1 in a zip: for esriMapCacheStorageModeCompact.
outcome<package_statistics> write_tpk(const std::filesystem::path& file, const raster_tiles& tiles,
  const package_request& request, const package_progress& progress = {});

} // namespace sandbox
