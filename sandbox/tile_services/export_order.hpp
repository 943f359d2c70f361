#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sandbox/base/outcome.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// An exportTiles request that can be carried out.
struct export_order {
  tile_selection tiles;
  std::int64_t count = 0;                            ///< of tiles
  cache_storage storage = cache_storage::compact_v2; ///< .tpkx, or .tpk
};

/// Export Tiles of map and image services (ArcGIS REST API): exportBy, levels, exportExtent, areaOfInterest,
/// tilePackage, storageFormatType, optimizeTilesForSize, compressionQuality, with the defaults that the reference states.
/// Without storageFormatType the package is `stored` as the cache is.
outcome<export_order> read_raster_order(
  const http_request& request, const tile_coverage& coverage, cache_storage stored);
/// The same for the estimate, where the form of the package does not matter.
outcome<export_order> read_estimate_order(const http_request& request, const tile_coverage& coverage);
/// Export Tiles of vector tile services: levels, exportExtent, polygon. `exists` tells the tiles of a cache with gaps.
outcome<export_order> read_vector_order(
  const http_request& request, const tile_coverage& coverage, std::function<bool(const tile_address&)> exists);

/// `1,2,3` or `1-4,7-9`, each value turned into a level by `exportBy`. Ascending, without repetition.
outcome<std::vector<int>> read_levels(
  const std::string& text, const std::string& export_by, const tile_coverage& coverage);

} // namespace sandbox
