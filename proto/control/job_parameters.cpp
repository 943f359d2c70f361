#include "proto/control/job_parameters.hpp"

#include "proto/arcgis/tile_package_name.hpp"
#include "proto/control/member_reader.hpp"
#include "proto/control/parameter_words.hpp"
#include "proto/text.hpp"

#include <array>
#include <limits>

namespace proto {
namespace {

// Every member of GenerateOfflineMapParameters.
constexpr std::array<std::string_view, 16> parameter_names{"areaOfInterest", "itemInfo", "minScale", "maxScale",
  "includeBasemap", "referenceBasemapDirectory", "referenceBasemapFilename", "continueOnErrors",
  "isDefinitionExpressionFilterEnabled", "destinationTableRowFilter", "updateMode", "onlineOnlyServicesOption",
  "esriVectorTilesDownloadOption", "returnSchemaOnlyForEditableLayers", "returnLayerAttachmentOption",
  "attachmentSyncDirection"};

void read_scale(member_reader& read, const char* name, double& into) {
  read.number(name, 0, std::numeric_limits<double>::max(), "a scale's denominator, 0 or more", into);
}

void check_scales(request_reader& in, const job_parameters& given) {
  if (given.min_scale != 0 && given.max_scale != 0 && given.min_scale <= given.max_scale)
    in.fail(
      "parameters.minScale", "must be greater than maxScale: scales are denominators, minScale is the zoomed-out end");
}

void check_attachments(request_reader& in, const job_parameters& given) {
  const auto& option = given.return_layer_attachment_option;
  const auto& direction = given.attachment_sync_direction;
  if (option && direction && !is_valid_pair(*option, *direction))
    in.fail("parameters.attachmentSyncDirection",
      std::string{word_in(*direction)} + " means nothing together with returnLayerAttachmentOption "
        + std::string{word_in(*option)} + "; upload goes with every option");
}

/// A text of a kind; the empty one stands for nothing.
template <class Into>
void read_text(request_reader& in, const nlohmann::json& json, const char* name, bool (*fits)(std::string_view),
  const char* wanted, Into& into) {
  const auto* found = in.find(json, name);
  const auto* text = found ? found->get_ptr<const std::string*>() : nullptr;
  if (text && (text->empty() || fits(*text)))
    into = *text;
  else if (found)
    in.fail(std::string{"parameters."} + name, wanted);
}

} // namespace

bool is_valid_pair(return_layer_attachment_option returned, attachment_sync_direction direction) {
  if (returned == return_layer_attachment_option::none)
    return direction != attachment_sync_direction::bidirectional;
  if (returned == return_layer_attachment_option::all_layers)
    return direction != attachment_sync_direction::none;
  return true;
}

nlohmann::json to_json(const job_parameters& given) {
  nlohmann::json json{{"areaOfInterest", to_json(given.area_of_interest)}, {"minScale", given.min_scale},
    {"maxScale", given.max_scale}, {"includeBasemap", given.include_basemap},
    {"referenceBasemapDirectory", valid_utf8(given.reference_basemap_directory)},
    {"continueOnErrors", given.continue_on_errors},
    {"isDefinitionExpressionFilterEnabled", given.is_definition_expression_filter_enabled},
    {"destinationTableRowFilter", word_in(given.destination_table_row_filter)},
    {"updateMode", word_in(given.update_mode)},
    {"onlineOnlyServicesOption", word_in(given.online_only_services_option)},
    {"esriVectorTilesDownloadOption", word_in(given.esri_vector_tiles_download_option)}};
  if (given.item_info)
    json["itemInfo"] = to_json(*given.item_info);
  if (given.reference_basemap_filename)
    json["referenceBasemapFilename"] = valid_utf8(*given.reference_basemap_filename);
  if (given.return_schema_only_for_editable_layers)
    json["returnSchemaOnlyForEditableLayers"] = *given.return_schema_only_for_editable_layers;
  if (given.return_layer_attachment_option)
    json["returnLayerAttachmentOption"] = word_in(*given.return_layer_attachment_option);
  if (given.attachment_sync_direction)
    json["attachmentSyncDirection"] = word_in(*given.attachment_sync_direction);
  return json;
}

void read_parameters(request_reader& in, const nlohmann::json& job, job_parameters& into) {
  const auto* json = in.find(job, "parameters");
  if (!json)
    return in.fail("parameters", "is missing");
  if (!in.is_object(*json, "parameters"))
    return;
  in.refuse_unknown(*json, "parameters.", parameter_names);
  member_reader read{in, *json, "parameters"};
  if (!read.find("areaOfInterest"))
    read.fail("areaOfInterest", "is missing");
  else if (auto given = read.geometry("areaOfInterest"))
    into.area_of_interest = std::move(*given);
  read_scale(read, "minScale", into.min_scale);
  read_scale(read, "maxScale", into.max_scale);
  check_scales(in, into);
  if (const auto* info = in.find(*json, "itemInfo"))
    into.item_info = read_item_info_changes(in, *info, "parameters.itemInfo");
  read.flag("includeBasemap", into.include_basemap);
  read_text(in, *json, "referenceBasemapDirectory", is_plain_in_path, "must be a folder's path, without ? # % and \\",
    into.reference_basemap_directory);
  read_text(in, *json, "referenceBasemapFilename", is_tile_package_name,
    "must be the name of a .tpk, .tpkx or .vtpk file", into.reference_basemap_filename);
  read.flag("continueOnErrors", into.continue_on_errors);
  read.flag("isDefinitionExpressionFilterEnabled", into.is_definition_expression_filter_enabled);
  read.word<destination_table_row_filter>("destinationTableRowFilter", into.destination_table_row_filter);
  read.word<update_mode>("updateMode", into.update_mode);
  read.word<online_only_services_option>("onlineOnlyServicesOption", into.online_only_services_option);
  read.word<esri_vector_tiles_download_option>("esriVectorTilesDownloadOption", into.esri_vector_tiles_download_option);
  read.flag("returnSchemaOnlyForEditableLayers", into.return_schema_only_for_editable_layers);
  read.word<return_layer_attachment_option>("returnLayerAttachmentOption", into.return_layer_attachment_option);
  read.word<attachment_sync_direction>("attachmentSyncDirection", into.attachment_sync_direction);
  check_attachments(in, into);
}

} // namespace proto
