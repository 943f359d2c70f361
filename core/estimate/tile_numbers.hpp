#pragma once

#include "core/plan/map_services.hpp"
#include "proto/control/map_plan.hpp"

#include <nlohmann/json_fwd.hpp>

namespace core {

/// How many tiles an export of a raster service holds, level by level. Exact for a
/// box. Of a polygon every tile that it meets is the least; the most has as many
/// again along its edge, since how closely services cut is theirs to decide (SDK
/// reference, ExportTileCacheParameters). `why` then names the number of the box,
/// which a service takes that does not cut at all.
proto::tile_numbers raster_tile_numbers(const tile_service& service, const proto::raster_tiles_task& task);

/// The same of an indexed vector service, whose tree ends early where data are thin:
/// counted in its tilemap (Vector Tilemap, REST reference), or at most what the
/// arithmetic says where there is none.
proto::tile_numbers vector_tile_numbers(
  const tile_service& service, const proto::vector_tiles_task& task, const nlohmann::json* tilemap);

} // namespace core
