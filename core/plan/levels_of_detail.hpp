#pragma once

#include "proto/arcgis/service_root.hpp"
#include "proto/result.hpp"

#include <string>
#include <vector>

namespace core {

/// Scale denominators; 0 = no limit. `min` is the zoomed-out limit and the
/// larger number.
struct scale_range {
  double min = 0;
  double max = 0;
  bool operator==(const scale_range&) const = default;
};

/// What is left when the map's range and the asked one apply both; the ranges may
/// have nothing in common (`is_empty`).
scale_range common_range(const scale_range& map, const scale_range& asked);
bool is_empty(const scale_range& range);

/// The ids of the levels that the service has tiles of, ascending.
std::vector<int> level_ids(const proto::tile_service_root& service);

/// Levels of a raster tile service between two scales, ascending ids. A limit
/// between two levels takes the one beyond it, so that coverage is never smaller
/// than asked; a limit outside the list takes the list's end (ExportTileCacheTask,
/// createDefaultExportTileCacheParameters). `subject` goes into the failure
/// (scalesDoNotMeet), which names both ranges.
proto::result<std::vector<int>> raster_levels(const proto::tile_service_root& service, const scale_range& map,
  const scale_range& asked, const std::string& subject);

/// The most detailed level of a vector tile export; it always begins at 0 and
/// knows no minScale (ExportVectorTilesParameters, maxLevel).
proto::result<int> max_vector_level(const proto::tile_service_root& service, const scale_range& map,
  const scale_range& asked, const std::string& subject);

} // namespace core
