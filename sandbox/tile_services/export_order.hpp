#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sandbox/base/outcome.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/tiles/tile_selection.hpp"

namespace sandbox {

/// An exportTiles request that can be carried out, or has too many tiles for it.
struct export_order {
  tile_selection tiles;
  std::vector<std::int64_t> counts;                  ///< of tiles on each of its levels
  std::int64_t count = 0;                            ///< of all of them
  cache_storage storage = cache_storage::compact_v2; ///< .tpkx, or .tpk
};

/// Export Tiles of map and image services (ArcGIS REST API): exportBy, levels, exportExtent, areaOfInterest,
/// tilePackage, storageFormatType, optimizeTilesForSize, compressionQuality, with the defaults that the reference states.
/// Without storageFormatType the package is `stored` as the cache is. The count is exact up to `limit`, and up to a
/// million in any case; beyond, it may only be more than that.
outcome<export_order> read_raster_order(
  const http_request& request, const tile_coverage& coverage, cache_storage stored, std::int64_t limit = 0);
/// The same for the estimate, where the form of the package does not matter.
outcome<export_order> read_estimate_order(
  const http_request& request, const tile_coverage& coverage, std::int64_t limit = 0);
/// Export Tiles of vector tile services: levels, exportExtent, polygon. `exists` tells the tiles of a cache with gaps.
outcome<export_order> read_vector_order(const http_request& request, const tile_coverage& coverage,
  std::function<bool(const tile_address&)> exists, std::int64_t limit = 0);

/// `1,2,3` or `1-4,7-9`, each value turned into a level by `exportBy`. Ascending, without repetition.
outcome<std::vector<int>> read_levels(
  const std::string& text, const std::string& export_by, const tile_coverage& coverage);

} // namespace sandbox
