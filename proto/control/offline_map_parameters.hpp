#pragma once

#include "proto/control/job_parameters.hpp"

#include <optional>
#include <string>

namespace proto {

/// GenerateOfflineMapParameters with nothing left open, with the class defaults.
struct generate_offline_map_parameters {
  area area_of_interest;
  double min_scale = 0;                       ///< denominator, 0 = from the coarsest level
  double max_scale = 0;                       ///< denominator, 0 = to the most detailed level
  std::optional<item_info_changes> item_info; ///< absent = as the item
  bool include_basemap = true;
  std::string reference_basemap_directory; ///< absolute, or relative to the folder that holds the package; "" = none
  std::string reference_basemap_filename;  ///< "" = none
  bool continue_on_errors = true;
  bool is_definition_expression_filter_enabled = true;
  proto::destination_table_row_filter destination_table_row_filter = destination_table_row_filter::related_only;
  proto::update_mode update_mode = update_mode::sync_with_feature_services;
  proto::online_only_services_option online_only_services_option = online_only_services_option::exclude;
  proto::esri_vector_tiles_download_option esri_vector_tiles_download_option =
    esri_vector_tiles_download_option::use_original_service;
  bool return_schema_only_for_editable_layers = false;
  proto::return_layer_attachment_option return_layer_attachment_option = return_layer_attachment_option::all_layers;
  proto::attachment_sync_direction attachment_sync_direction = attachment_sync_direction::bidirectional;
  bool operator==(const generate_offline_map_parameters&) const = default;
};

} // namespace proto
