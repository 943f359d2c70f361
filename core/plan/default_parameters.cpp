#include "core/plan/default_parameters.hpp"

namespace core {
namespace {

using direction = proto::attachment_sync_direction;

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
  parameters.rows_of_tables = settings.tables_include_rows.value_or(true);
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
  if (parameters.attachments == attachment_option::none && parameters.direction == direction::bidirectional) {
    parameters.direction = direction::none;
    parameters.notes.push_back(
      "attachmentSyncDirection bidirectional does not go with returnLayerAttachmentOption none: none is taken");
  }
  if (parameters.attachments == attachment_option::all_layers && parameters.direction == direction::none) {
    parameters.direction = direction::bidirectional;
    parameters.notes.push_back(
      "attachmentSyncDirection none does not go with returnLayerAttachmentOption allLayers: bidirectional is taken");
  }
}

feature_parameters default_feature_parameters(const proto::offline_settings* settings) {
  feature_parameters parameters;
  if (settings != nullptr)
    take_settings(parameters, *settings);
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
