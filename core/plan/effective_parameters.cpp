#include "core/plan/effective_parameters.hpp"

#include "proto/control/parameter_words.hpp"

namespace core {
namespace {

using parameters_in_effect = proto::generate_offline_map_parameters;
using direction_of_sync = proto::attachment_sync_direction;
using attachments_wanted = proto::return_layer_attachment_option;

// Annotations, dimensions, contingent values, system tables of utility networks.
constexpr int bits_with_a_parameter = 1 | 2 | 4 | 16;
constexpr std::string_view only_upload = "uploadFeaturesAndAttachments";

proto::finding not_applied(std::string why) {
  return {.code = proto::finding_code::setting_not_applied, .why = std::move(why)};
}

/// The author's words name the two halves of the option separately.
attachments_wanted option_of(const proto::offline_settings& author) {
  const bool editable = author.editable_download.empty() || author.editable_download == "featuresAndAttachments";
  const bool read_only = author.readonly_download_attachments.value_or(false);
  if (editable)
    return read_only ? attachments_wanted::all_layers : attachments_wanted::editable_layers;
  return read_only ? attachments_wanted::read_only_layers : attachments_wanted::none;
}

bool says_something_of_attachments(const proto::offline_settings& author) {
  return !author.editable_download.empty() || !author.editable_sync.empty()
    || author.readonly_download_attachments.has_value();
}

void take_settings(
  parameters_in_effect& into, const proto::offline_settings& author, std::vector<proto::finding>& findings) {
  if (says_something_of_attachments(author))
    into.return_layer_attachment_option = option_of(author);
  if (author.editable_sync == "syncFeaturesUploadAttachments" || author.editable_sync == only_upload)
    into.attachment_sync_direction = direction_of_sync::upload;
  into.return_schema_only_for_editable_layers =
    author.editable_download == "none" || author.editable_sync == only_upload;
  if (author.editable_sync == only_upload)
    findings.push_back(not_applied("editableLayers.sync: that features are uploaded only"));
  if (!author.tables_include_rows.value_or(true))
    findings.push_back(not_applied("tables.includeRows: that tables come without rows; rows are taken"));
}

void mend_attachment_pair(parameters_in_effect& parameters, std::vector<proto::finding>& findings) {
  const auto option = parameters.return_layer_attachment_option;
  const auto asked = parameters.attachment_sync_direction;
  if (proto::is_valid_pair(option, asked))
    return;
  const auto taken = asked == direction_of_sync::none ? direction_of_sync::bidirectional : direction_of_sync::none;
  parameters.attachment_sync_direction = taken;
  findings.push_back({.code = proto::finding_code::attachments_coerced,
    .why = "attachmentSyncDirection " + std::string{proto::word_in(asked)} + " with returnLayerAttachmentOption "
      + std::string{proto::word_in(option)} + ": " + std::string{proto::word_in(taken)} + " is taken"});
}

} // namespace

proto::generate_offline_map_parameters effective_parameters(
  const proto::job_parameters& given, const proto::offline_settings* author, std::vector<proto::finding>& findings) {
  parameters_in_effect all;
  if (author != nullptr)
    take_settings(all, *author, findings);
  static_cast<proto::caller_parameters&>(all) = given;
  all.reference_basemap_filename =
    given.reference_basemap_filename.value_or(author != nullptr ? author->reference_basemap_name : "");
  all.return_schema_only_for_editable_layers =
    given.return_schema_only_for_editable_layers.value_or(all.return_schema_only_for_editable_layers);
  all.return_layer_attachment_option =
    given.return_layer_attachment_option.value_or(all.return_layer_attachment_option);
  all.attachment_sync_direction = given.attachment_sync_direction.value_or(all.attachment_sync_direction);
  mend_attachment_pair(all, findings);
  return all;
}

std::optional<int> author_sync_data_options(
  const proto::offline_settings* author, std::vector<proto::finding>& findings) {
  if (author == nullptr || author->sync_data_options == 0)
    return std::nullopt;
  if (const int others = author->sync_data_options & ~bits_with_a_parameter; others != 0)
    findings.push_back(not_applied("syncDataOptions " + std::to_string(others)));
  return author->sync_data_options & bits_with_a_parameter;
}

} // namespace core
