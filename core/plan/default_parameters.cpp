#include "core/plan/default_parameters.hpp"

#include "proto/control/parameter_words.hpp"

namespace core {
namespace {

using direction = proto::attachment_sync_direction;
using attachment_option = proto::return_layer_attachment_option;

/// The author's words name the two halves of the option separately.
attachment_option option_of(const proto::offline_settings& settings) {
  const bool editable = settings.editable_download.empty() || settings.editable_download == "featuresAndAttachments";
  const bool read_only = settings.readonly_download_attachments.value_or(false);
  if (editable)
    return read_only ? attachment_option::all_layers : attachment_option::editable_layers;
  return read_only ? attachment_option::read_only_layers : attachment_option::none;
}

bool says_something_of_attachments(const proto::offline_settings& settings) {
  return !settings.editable_download.empty() || !settings.editable_sync.empty()
    || settings.readonly_download_attachments.has_value();
}

void take_settings(feature_parameters& parameters, const proto::offline_settings& settings) {
  if (says_something_of_attachments(settings))
    parameters.attachments = option_of(settings);
  if (settings.editable_sync == "syncFeaturesUploadAttachments"
    || settings.editable_sync == "uploadFeaturesAndAttachments")
    parameters.direction = direction::upload;
  parameters.schema_only_for_editable_layers =
    settings.editable_download == "none" || settings.editable_sync == "uploadFeaturesAndAttachments";
  if (!settings.tables_include_rows.value_or(true))
    parameters.findings.push_back({.code = proto::finding_code::setting_not_applied,
      .why = "tables.includeRows: that tables come without rows; rows are taken"});
  if (settings.sync_data_options != 0)
    parameters.sync_data_options = settings.sync_data_options;
}

bool returned(attachment_option option, bool editable) {
  switch (option) {
  case attachment_option::none: return false;
  case attachment_option::all_layers: return true;
  case attachment_option::read_only_layers: return !editable;
  case attachment_option::editable_layers: return editable;
  }
  return false;
}

} // namespace

void mend_attachment_pair(feature_parameters& parameters) {
  const auto asked = parameters.direction;
  if (proto::is_valid_pair(parameters.attachments, asked))
    return;
  parameters.direction = asked == direction::none ? direction::bidirectional : direction::none;
  parameters.findings.push_back({.code = proto::finding_code::attachments_coerced,
    .why = "attachmentSyncDirection " + std::string{proto::word_in(asked)} + " with returnLayerAttachmentOption "
      + std::string{proto::word_in(parameters.attachments)} + ": " + std::string{proto::word_in(parameters.direction)}
      + " is taken"});
}

feature_parameters feature_parameters_of(const proto::job_parameters& given, const proto::offline_settings* settings) {
  feature_parameters parameters;
  if (settings != nullptr)
    take_settings(parameters, *settings);
  parameters.definition_expressions = given.is_definition_expression_filter_enabled;
  parameters.row_filter = given.destination_table_row_filter;
  parameters.update_mode = given.update_mode;
  parameters.schema_only_for_editable_layers =
    given.return_schema_only_for_editable_layers.value_or(parameters.schema_only_for_editable_layers);
  parameters.attachments = given.return_layer_attachment_option.value_or(parameters.attachments);
  parameters.direction = given.attachment_sync_direction.value_or(parameters.direction);
  mend_attachment_pair(parameters);
  return parameters;
}

attachment_choice attachments_of_layer(const feature_parameters& parameters, bool editable) {
  const bool with = returned(parameters.attachments, editable);
  if (parameters.direction == direction::upload)
    return {with, direction::upload};
  return {with, with ? direction::bidirectional : direction::none};
}

} // namespace core
