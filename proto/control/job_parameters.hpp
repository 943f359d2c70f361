#pragma once

#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/geometry.hpp"
#include "proto/control/item_info_changes.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace proto {

class request_reader;

/// Where the parameters that a job file leaves out come from.
enum class parameter_defaults { author, none };

/// Whose attachments are downloaded (ReturnLayerAttachmentOption).
enum class return_layer_attachment_option { none, all_layers, read_only_layers, editable_layers };

/// Which rows of related tables are taken (DestinationTableRowFilter).
enum class destination_table_row_filter { all, related_only };

/// Whether the map will be synchronised (GenerateOfflineMapUpdateMode).
enum class update_mode { sync_with_feature_services, no_updates };

/// Which layers and tables stay online in the offline map (OnlineOnlyServicesOption).
enum class online_only_services_option { exclude, include, use_authored_settings };

/// Whose tiles and fonts are taken for Esri's vector basemaps (EsriVectorTilesDownloadOption).
enum class esri_vector_tiles_download_option { use_original_service, use_reduced_fonts_service };

/// The parameters that a job alone decides, with the class defaults: no author's
/// setting stands in for them.
struct caller_parameters {
  area area_of_interest;
  double min_scale = 0;                       ///< denominator, 0 = from the coarsest level
  double max_scale = 0;                       ///< denominator, 0 = to the most detailed level
  std::optional<item_info_changes> item_info; ///< absent = as the item
  bool include_basemap = true;
  std::string reference_basemap_directory; ///< absolute, or relative to the folder that holds the package; "" = none
  bool continue_on_errors = true;
  bool is_definition_expression_filter_enabled = true;
  proto::destination_table_row_filter destination_table_row_filter = destination_table_row_filter::related_only;
  proto::update_mode update_mode = update_mode::sync_with_feature_services;
  proto::online_only_services_option online_only_services_option = online_only_services_option::exclude;
  proto::esri_vector_tiles_download_option esri_vector_tiles_download_option =
    esri_vector_tiles_download_option::use_original_service;
  bool operator==(const caller_parameters&) const = default;
};

/// GenerateOfflineMapParameters as a job file gives them, SDK names verbatim in
/// YAML and JSON. Optional is what the web map's author may set otherwise than the
/// class does: absent = the author's value, or the class default with `defaults: none`.
struct job_parameters : caller_parameters {
  std::optional<std::string> reference_basemap_filename; ///< "" = none
  std::optional<bool> return_schema_only_for_editable_layers;
  std::optional<proto::return_layer_attachment_option> return_layer_attachment_option;
  std::optional<proto::attachment_sync_direction> attachment_sync_direction;
  bool operator==(const job_parameters&) const = default;
};

/// Whether the two attachment parameters mean something together
/// (GenerateOfflineMapParameters.attachmentSyncDirection, table of valid pairs).
bool is_valid_pair(return_layer_attachment_option returned, attachment_sync_direction direction);

/// What is not given is not written.
nlohmann::json to_json(const job_parameters& parameters);
/// The member `parameters` of a job. Refuses two attachment parameters that are both given
/// and mean nothing together.
void read_parameters(request_reader& in, const nlohmann::json& job, job_parameters& into);

} // namespace proto
