#pragma once

#include "proto/arcgis/create_replica.hpp"
#include "proto/arcgis/web_map.hpp"
#include "proto/control/job_request.hpp"

#include <optional>
#include <string>
#include <vector>

namespace core {

/// GenerateOfflineMapParameters.returnLayerAttachmentOption
enum class attachment_option { none, all_layers, read_only_layers, editable_layers };

/// The parameters that decide what features are asked for: those that a job file
/// does not give come from the author's offline settings or the class defaults.
struct feature_parameters {
  bool schema_only_for_editable_layers = false;
  attachment_option attachments = attachment_option::all_layers;
  proto::attachment_sync_direction direction = proto::attachment_sync_direction::bidirectional;
  bool rows_of_tables = true;           ///< author's `tables.includeRows`
  std::optional<int> sync_data_options; ///< author's bit mask; none = what the SDK asks for by itself
  std::vector<std::string> notes;       ///< what was changed, for the report
};

/// `settings` is null without the author's settings or with `defaults: none`.
feature_parameters default_feature_parameters(const proto::offline_settings* settings);

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
