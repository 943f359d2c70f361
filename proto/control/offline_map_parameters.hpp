#pragma once

#include "proto/control/job_parameters.hpp"

#include <optional>
#include <string>

namespace proto {

/// GenerateOfflineMapParameters with nothing left open, with the class defaults.
struct generate_offline_map_parameters : caller_parameters {
  std::string reference_basemap_filename; ///< "" = none
  bool return_schema_only_for_editable_layers = false;
  proto::return_layer_attachment_option return_layer_attachment_option = return_layer_attachment_option::all_layers;
  proto::attachment_sync_direction attachment_sync_direction = attachment_sync_direction::bidirectional;
  bool operator==(const generate_offline_map_parameters&) const = default;
};

} // namespace proto
