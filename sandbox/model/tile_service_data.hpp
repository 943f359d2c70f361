#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/model/geometry.hpp"
#include "sandbox/model/service_data.hpp"

namespace sandbox {

enum class tile_kind { map, image, vector }; ///< MapServer, ImageServer, VectorTileServer

/// The grid: reference and edge of a tile in pixels.
enum class tile_scheme { mercator256, mercator512, geographic256, vector512 };

/// What the tiles show. Relief is noise that hardly shrinks: the heavy one.
enum class tile_look { map, night, relief };

enum class cache_storage { compact_v1, compact_v2 };

/// A tile service.
struct tile_service_data {
  std::string name; ///< as it stands in addresses: `Basemap` in `Basemap/MapServer`
  tile_kind kind = tile_kind::map;
  std::string title; ///< of its item
  std::string snippet;
  std::string description;
  std::string credits;
  std::vector<std::string> tags;
  server_role server = server_role::federated;
  tile_scheme scheme = tile_scheme::mercator256;
  int first_level = 0; ///< both of them are served
  int last_level = 12;
  std::string format = "PNG24"; ///< of its pictures; `pbf` of vector tiles
  cache_storage storage = cache_storage::compact_v2;
  bool export_allowed = true;
  std::int64_t max_export_tiles = 10'000; ///< unless the program's options say otherwise
  bool tilemap = true;
  tile_look look = tile_look::map;
  bool dynamic = false;                           ///< a map service that draws on demand, though it has a tiling scheme
  nlohmann::json says = nlohmann::json::object(); ///< laid over what the service says of itself (RFC 7386)
  envelope extent{-180, -90, 180, 90};            ///< WGS84; the grid may show less

  /// As below `rest/services/`: `Basemap/MapServer`.
  std::string path() const;
};

/// `MapServer` ...
const char* server_word(tile_kind kind);
/// `Map Service` ...
const char* item_type_of(tile_kind kind);

} // namespace sandbox
