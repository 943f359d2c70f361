#pragma once

#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/geometry.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace proto {

class request_reader;

/// GenerateGeodatabaseParameters.syncModel; `layer` and `geodatabase` are the protocol's
/// perLayer and perReplica.
enum class geodatabase_sync_model { none, geodatabase, layer };

/// GenerateGeodatabaseParameters.utilityNetworkSyncMode.
enum class utility_network_sync_mode { none, sync_system_tables, sync_system_and_topology_tables };

/// GenerateGeodatabaseParameters: what one replica of a feature service holds.
struct generate_geodatabase_parameters {
  std::optional<area> extent;                             ///< rows intersect it; absent = the area of interest
  std::vector<layer_query> layer_options;                 ///< GenerateLayerOption, never empty, each id once
  std::optional<spatial_reference> out_spatial_reference; ///< absent = the map's, else the service's
  bool return_attachments = false;
  proto::attachment_sync_direction attachment_sync_direction = attachment_sync_direction::none;
  geodatabase_sync_model sync_model = geodatabase_sync_model::layer;
  bool sync_annotations = true; ///< where the service supports it, as the next two
  bool sync_dimensions = true;
  bool sync_contingent_values = true;
  proto::utility_network_sync_mode utility_network_sync_mode = utility_network_sync_mode::none;
  bool operator==(const generate_geodatabase_parameters&) const = default;
};

/// ExportTileCacheParameters.
struct export_tile_cache_parameters {
  std::optional<area> area_of_interest;   ///< absent = the service's full extent
  std::vector<int> level_ids;             ///< never empty, each once
  std::optional<int> compression_quality; ///< 0..100; absent = the service's own
  bool operator==(const export_tile_cache_parameters&) const = default;
};

/// ExportVectorTilesParameters; levels 0..max_level.
struct export_vector_tiles_parameters {
  std::optional<area> area_of_interest; ///< absent = the service's full extent
  int max_level = -1;                   ///< 0 or more
  bool operator==(const export_vector_tiles_parameters&) const = default;
};

/// GenerateOfflineMapParameterOverrides: what each service of a map is asked for, by the
/// service's root address without query (…/FeatureServer). A service or a layer that is not
/// named here is left out of the map. A feature service has several entries where its layers
/// need replicas of different settings.
struct parameter_overrides {
  std::map<std::string, std::vector<proto::generate_geodatabase_parameters>> generate_geodatabase_parameters;
  std::map<std::string, proto::export_tile_cache_parameters> export_tile_cache_parameters;
  std::map<std::string, proto::export_vector_tiles_parameters> export_vector_tiles_parameters;
  std::vector<std::string> online_layers; ///< ids of the web map, each once: they keep their address
  std::vector<std::string> online_tables;
  bool operator==(const parameter_overrides&) const = default;
};

/// The path of a service's entry, for failures: overrides.dictionary["service"].
std::string override_element(const std::string& dictionary, const std::string& service);

/// The SDK's names verbatim. A value of generateGeodatabaseParameters is a list where the
/// service has several.
nlohmann::json to_json(const parameter_overrides& overrides);
/// The member `overrides` of a job. Refuses what names nothing or means nothing, and by
/// name (unsupportedParameter) what is not carried out.
void read_parameter_overrides(request_reader& in, const nlohmann::json& json, parameter_overrides& into);

} // namespace proto
