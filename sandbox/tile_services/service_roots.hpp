#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/world.hpp"

namespace sandbox {

// The resources at the roots of tile services, in both dialects. Map Service, Image Service, Vector Tile Service (ArcGIS
// REST API). Enterprise states the cached levels by `minScale` and `maxScale`, Online by `minLOD` and `maxLOD`;
// `tileInfo.lods` has more levels than either.

nlohmann::json raster_root_json(const world& shared, const tile_service_data& data, std::int64_t most_tiles);
/// `layers` of a map service: its one layer, which has no features.
nlohmann::json map_layers_json(const tile_service_data& data);
nlohmann::json vector_service_root_json(const world& shared, const tile_service_data& data, std::int64_t most_tiles);

} // namespace sandbox
