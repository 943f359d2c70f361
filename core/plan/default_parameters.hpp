#pragma once

#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/web_map.hpp"
#include "proto/control/finding.hpp"
#include "proto/control/job_request.hpp"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// The parameters that decide what features are asked for: what the job gives,
/// else the author's offline settings, else the class defaults.
struct feature_parameters {
  bool schema_only_for_editable_layers = false;
  proto::return_layer_attachment_option attachments = proto::return_layer_attachment_option::all_layers;
  proto::attachment_sync_direction direction = proto::attachment_sync_direction::bidirectional;
  bool definition_expressions = true; ///< isDefinitionExpressionFilterEnabled
  proto::destination_table_row_filter row_filter = proto::destination_table_row_filter::related_only;
  proto::update_mode update_mode = proto::update_mode::sync_with_feature_services;
  std::optional<int> sync_data_options; ///< author's bit mask; none = what the SDK asks for by itself
  std::vector<proto::finding> findings; ///< what was changed, for the report
};

/// `settings` is null without the author's settings or with `defaults: none`. Notes
/// settings that no parameter corresponds to.
feature_parameters feature_parameters_of(const proto::job_parameters& given, const proto::offline_settings* settings);

/// Two pairs of the attachment parameters have no meaning: the option decides
/// then, with a note.
void mend_attachment_pair(feature_parameters& parameters);

/// What a replica asks for of attachments. Only pairs that servers accept
/// (Create Replica, attachmentsSyncDirection).
struct attachment_choice {
  bool returned = false;
  proto::attachment_sync_direction direction = proto::attachment_sync_direction::none;
  bool operator==(const attachment_choice&) const = default;
};
/// One layer's share of the two map-wide parameters (GenerateOfflineMapParameters,
/// attachmentSyncDirection, table of valid pairs).
attachment_choice attachments_of_layer(const feature_parameters& parameters, bool editable);

} // namespace core
