#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "sandbox/base/outcome.hpp"
#include "sandbox/tiles/raster_map.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

struct package_request {
  tile_selection tiles;
  std::string name; ///< of the service, also the package's title
  std::string description;
  std::int64_t created_ms = 0; ///< milliseconds since 1970; the same request gives the same bytes
};

struct package_statistics {
  std::map<int, std::int64_t> tiles; ///< by level
  std::int64_t total_tiles = 0;
  std::uintmax_t bytes = 0; ///< of the finished file
};

/// `progress(done)` is told the tiles done so far, now and then; false from it ends the work with the problem "cancelled".
using package_progress = std::function<bool(std::int64_t)>;

/// Compact Cache V2 in a zip: what a service makes for esriMapCacheStorageModeCompactV2. The file must not exist;
/// work files live beside it under its name and ".work" while it is made; memory does not grow with it.
outcome<package_statistics> write_tpkx(const std::filesystem::path& file, const raster_map& map,
  const package_request& request, const package_progress& progress = {});

/// Compact Cache V1 in a zip: for esriMapCacheStorageModeCompact.
outcome<package_statistics> write_tpk(const std::filesystem::path& file, const raster_map& map,
  const package_request& request, const package_progress& progress = {});

} // namespace sandbox
