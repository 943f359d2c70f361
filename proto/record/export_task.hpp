#pragma once

#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/export_tiles.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace proto {

enum class export_kind { feature_sync, raster_tiles, vector_tiles };
std::string_view word(export_kind kind); ///< featureSync, rasterTiles, vectorTiles

/// What a web map wants on every request to a service (customParameters), without
/// secrets.
using service_parameters = std::map<std::string, std::string>;

/// Where parameters that are secrets are read again when a request needs them, since they are
/// not stored: a layer of a document of the portal.
struct parameter_source {
  std::string document; ///< its address: …/content/items/ID/data
  std::string layer;    ///< comparable address of the layer there
  bool operator==(const parameter_source&) const = default;
};
using parameter_sources = std::vector<parameter_source>; ///< the first that has a parameter gives it

/// What a feature service is asked for.
struct feature_sync_task {
  std::string service; ///< …/FeatureServer
  create_replica_request request;
  service_parameters parameters = {};
  parameter_sources secret_parameters = {};
  /// The replica is wanted for its file alone and given back once that is here.
  bool unregister_when_taken = false;
  bool operator==(const feature_sync_task&) const = default;
};

/// What a raster tile service is asked for, and what its package must then be.
struct raster_tiles_task {
  std::string service; ///< …/MapServer or …/ImageServer
  export_tiles_request request;
  int wkid = 0;        ///< of the tiling scheme
  int tile_size = 256; ///< pixels
  service_parameters parameters = {};
  parameter_sources secret_parameters = {};
  bool operator==(const raster_tiles_task&) const = default;
};

struct vector_tiles_task {
  std::string service; ///< …/VectorTileServer
  export_vector_tiles_request request;
  int wkid = 0;
  service_parameters parameters = {};
  parameter_sources secret_parameters = {};
  bool operator==(const vector_tiles_task&) const = default;
};

/// Variant order = export_kind order.
using export_task = std::variant<feature_sync_task, raster_tiles_task, vector_tiles_task>;

export_kind kind_of(const export_task& task);
const std::string& service_of(const export_task& task);
const service_parameters& parameters_of(const export_task& task);
const parameter_sources& secret_parameters_of(const export_task& task);
/// Whether the server keeps something of this export: a replica.
bool registers_replica(const export_task& task);
/// Whether it is to stay there, for later synchronisation.
bool keeps_replica(const export_task& task);

/// A layer or table of the web map that an export serves.
struct covered_layer {
  std::string id; ///< of the web map
  std::string title;
  std::string pointer;    ///< JSON pointer into the web map document
  int service_layer = -1; ///< feature services: layer id; tiles: -1
  bool is_table = false;
  bool operator==(const covered_layer&) const = default;
};

nlohmann::json to_json(const export_task& task);
result<export_task> read_export_task(const nlohmann::json& json);
nlohmann::json to_json(const covered_layer& layer);
result<covered_layer> read_covered_layer(const nlohmann::json& json);

} // namespace proto
