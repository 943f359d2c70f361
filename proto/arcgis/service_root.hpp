#pragma once

#include "proto/arcgis/geometry.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proto {

/// The comma list `capabilities`, trimmed and compared without regard to case.
struct capability_list {
  std::vector<std::string> words; ///< lower case
  bool has(std::string_view word) const;
  bool any_editing() const; ///< create, update or delete
};
capability_list read_capabilities(std::string_view text);

struct sync_capabilities {
  bool supports_async = false;
  bool supports_per_layer_sync = false;
  bool supports_per_replica_sync = true;
  bool supports_sync_model_none = false; ///< a copy without a replica
  bool supports_attachments_sync_direction = false;
  int supported_sync_data_options = 0; ///< bit mask
};

struct service_layer_entry {
  int id = 0;
  std::string name;
  bool is_table = false;
};

/// `…/FeatureServer?f=json`.
struct feature_service_root {
  capability_list capabilities;
  std::optional<bool> sync_enabled; ///< absent on some editions
  sync_capabilities sync;
  proto::spatial_reference spatial_reference;
  std::optional<envelope> full_extent;
  bool branch_versioned = false;           ///< hasBranchVersionedData
  std::vector<service_layer_entry> layers; ///< layers and tables
};
result<feature_service_root> read_feature_service_root(const nlohmann::json& json);

struct relationship {
  int id = 0;
  std::string name;
  int related_table_id = 0;
  bool is_destination = false; ///< role of the layer that lists it
  std::string key_field{};     ///< of the layer that lists it; empty if it is not told
};

struct service_field {
  std::string name;
  std::string type; ///< esriFieldType…
};

/// `…/FeatureServer/N?f=json`.
struct service_layer {
  int id = 0;
  std::string name;
  std::string type;                            ///< Feature Layer, Table, Annotation Layer, …
  std::optional<capability_list> capabilities; ///< narrows the service's
  std::string geometry_type;                   ///< empty on tables
  std::string global_id_field;
  bool has_attachments = false;
  std::vector<relationship> relationships;
  std::optional<envelope> extent;
  std::vector<service_field> fields;
  std::vector<std::string> index_names;
  bool is_join_view = false;                   ///< a view of several layers (isView, isMultiServicesView)
  std::string subtype_field;                   ///< of a layer with subtypes, else empty
  std::optional<bool> true_curve_updates;      ///< allowTrueCurvesUpdates
  std::optional<bool> true_curve_clients_only; ///< onlyAllowTrueCurveUpdatesByTrueCurveClients
};
result<service_layer> read_service_layer(const nlohmann::json& json);

/// A level of detail of a tiling scheme.
struct level_of_detail {
  int level = 0;
  double resolution = 0; ///< map units a pixel
  double scale = 0;      ///< denominator
};

struct tile_info {
  int rows = 256; ///< pixels
  int cols = 256;
  std::string format; ///< PNG, JPEG, MIXED, LERC, pbf …
  point origin;       ///< top left corner of the grid
  proto::spatial_reference spatial_reference;
  std::vector<level_of_detail> lods; ///< ascending by level, 0..deepest_level (export_tiles.hpp)
};

/// `…/MapServer`, `…/ImageServer` or `…/VectorTileServer` with `f=json`.
struct tile_service_root {
  bool is_vector = false;
  bool is_tiled = false; ///< singleFusedMapCache, or tiles of a vector service
  bool export_tiles_allowed = false;
  std::optional<bool> compact_v2_allowed; ///< exportTileCacheCompactV2Allowed
  std::optional<std::int64_t> max_export_tiles_count;
  std::optional<tile_info> tiles;
  std::optional<int> min_lod;
  std::optional<int> max_lod;
  double min_scale = 0; ///< 0 = not stated
  double max_scale = 0;
  std::optional<envelope> full_extent;
  bool has_tilemap = false;
};
/// `is_vector` comes from the address, not from the answer.
result<tile_service_root> read_tile_service_root(const nlohmann::json& json, bool is_vector);

} // namespace proto
