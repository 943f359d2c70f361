#pragma once

#include "proto/arcgis/geometry.hpp"

#include <nlohmann/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace proto {

/// What a layer of a web map is, by `layerType`, `type` or, without both, its
/// address (web map specification, operationalLayers and baseMapLayer).
enum class layer_kind {
  feature_layer,       ///< FeatureServer/N
  feature_collection,  ///< embedded or as an item; needs no service
  query_layer,         ///< MapServer/N as a feature layer: cannot be synchronised
  tiled_map_service,   ///< cached MapServer
  tiled_image_service, ///< cached ImageServer
  vector_tile_layer,
  group_layer,
  table,
  subtype_group, ///< subtype group layer or table
  annotation_or_dimension,
  other, ///< everything that cannot go offline; `layer_type` names it
};

/// Where a layer stands in the document.
enum class layer_place { base_map, operational, tables };

/// One layer, table or group of a web map, with the members that decide. The
/// document itself keeps everything else (web_map::document).
struct web_map_layer {
  std::string id;
  std::string title;
  layer_kind kind = layer_kind::other;
  std::string layer_type; ///< as written, for messages
  layer_place place = layer_place::operational;
  std::string pointer;         ///< JSON pointer into the document, e.g. /operationalLayers/0/layers/1
  std::string url;             ///< as written; empty if absent
  std::string style_url;       ///< vector tile layers without `url`
  std::string item_id;         ///< portal item, empty if absent
  std::string collection_type; ///< featureCollectionType: markup, notes, route; empty if absent
  std::string definition_expression;
  std::optional<std::string> capabilities; ///< the author's restriction, layerDefinition first
  double min_scale = 0;                    ///< denominator, zoomed-out limit, 0 = none (tiled layers: top level member)
  double max_scale = 0;                    ///< denominator, zoomed-in limit, 0 = none
  /// `customParameters`: for every request to the layer's service and nobody else;
  /// what is no text as its JSON.
  std::map<std::string, std::string> custom_parameters;
  std::vector<std::string> unset_parameters; ///< names of those without a value
};

/// applicationProperties.offline, words as the specification has them; unknown
/// values read as absent and named in `web_map::warnings`.
struct offline_settings {
  std::string editable_download; ///< features | featuresAndAttachments | none | ""
  std::string
    editable_sync; ///< syncFeaturesAndAttachments | syncFeaturesUploadAttachments | uploadFeaturesAndAttachments | ""
  std::optional<bool> readonly_download_attachments;
  std::string reference_basemap_name;               ///< of a tile package, without its folder
  std::vector<std::string> connected_online_layers; ///< ids
  std::optional<bool> tables_include_rows;
  int sync_data_options = 0;
};

struct web_map {
  nlohmann::json document; ///< whole, unknown members kept
  std::string version;
  proto::spatial_reference spatial_reference; ///< may be absent
  std::vector<web_map_layer>
    layers; ///< every layer, depth first, draw order: base map, operational, tables; groups included
  std::optional<offline_settings> offline;
  std::vector<std::string> warnings;
};

/// customParameters of a layer's entry, but those without a value.
std::map<std::string, std::string> read_custom_parameters(const nlohmann::json& entry);

/// Reads a web map. `text` is the answer of `content/items/{id}/data`.
result<web_map> read_web_map(const nlohmann::json& document);

} // namespace proto
