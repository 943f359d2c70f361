#pragma once

#include <cstdint>

#include "sandbox/http/http_message.hpp"
#include "sandbox/base/outcome.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// An exportTiles request that can be carried out.
struct export_order {
  tile_selection tiles;
  std::int64_t count = 0;  ///< of tiles, by arithmetic
  bool compact_v2 = false; ///< .tpkx instead of .tpk
};

/// Export Tiles of map and image services: exportBy, levels, exportExtent, areaOfInterest, tilePackage,
/// storageFormatType, with the defaults that the REST reference states.
outcome<export_order> read_raster_order(const http_request& request, const tiling_scheme& scheme);
/// The same for the estimate, where `tilePackage` does not matter.
outcome<export_order> read_estimate_order(const http_request& request, const tiling_scheme& scheme);
/// Export Tiles of vector tile services: levels, exportExtent, polygon.
outcome<export_order> read_vector_order(const http_request& request, const tiling_scheme& scheme);

/// `1,2,3` or `1-4,7-9`, each value turned into a level by `exportBy`. Ascending, without repetition.
outcome<std::vector<int>> read_levels(
  const std::string& text, const std::string& export_by, const tiling_scheme& scheme);

} // namespace sandbox
