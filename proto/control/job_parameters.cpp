#include "proto/control/job_parameters.hpp"

#include "proto/control/parameter_words.hpp"
#include "proto/control/request_reader.hpp"
#include "proto/control/sdk_parameters.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>

namespace proto {
namespace {

constexpr std::array<std::string_view, 10> envelope_names{
  "xmin", "ymin", "xmax", "ymax", "spatialReference", "zmin", "zmax", "mmin", "mmax", "type"};
constexpr std::array<std::string_view, 5> polygon_names{"rings", "spatialReference", "hasZ", "hasM", "type"};

/// Reads the members of one `parameters` object.
class parameter_reader {
public:
  parameter_reader(request_reader& in, const nlohmann::json& json) : in_(in), json_(json) {}

  template <class Flag>
  void flag(const char* name, Flag& into) {
    const auto* found = in_.find(json_, name);
    if (found && found->is_boolean())
      into = found->get<bool>();
    else if (found)
      in_.fail(element(name), "must be true or false");
  }
  void scale(const char* name, double& into) {
    const auto* found = in_.find(json_, name);
    if (found && found->is_number() && std::isfinite(found->get<double>()) && found->get<double>() >= 0)
      into = found->get<double>();
    else if (found)
      in_.fail(element(name), "must be a scale's denominator, 0 or more");
  }
  /// People write words in any case.
  template <class E, class Into>
  void word(const char* name, Into& into) {
    constexpr auto& words = words_of<E>::list;
    const auto* found = in_.find(json_, name);
    const auto* text = found ? found->get_ptr<const std::string*>() : nullptr;
    for (std::size_t i = 0; text && i < words.size(); ++i)
      if (same_word(*text, words[i])) {
        into = static_cast<E>(i);
        return;
      }
    if (found)
      in_.fail(element(name), "must be " + one_of(words));
  }
  void area_of_interest(area& into) {
    const auto name = element("areaOfInterest");
    const auto* json = in_.find(json_, "areaOfInterest");
    if (!json)
      return in_.fail(name, "is missing");
    if (!in_.is_object(*json, name))
      return;
    if (json->contains("file"))
      return in_.fail(name + ".file", "is for job files: a request carries the area itself");
    in_.refuse_unknown(
      *json, name + ".", json->contains("rings") ? std::span<const std::string_view>{polygon_names} : envelope_names);
    auto read = read_area(*json);
    if (read) {
      into = std::move(*read);
      return;
    }
    auto why = read.error();
    why.subject = why.subject.empty() ? name : name + "." + why.subject;
    why.during = "reading the job";
    in_.fail(std::move(why));
  }

private:
  static std::string element(const char* name) { return std::string{"parameters."} + name; }
  static std::string one_of(std::span<const std::string_view> words) {
    std::string list;
    for (std::size_t i = 0; i < words.size(); ++i)
      list += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + std::string{words[i]};
    return list;
  }

  request_reader& in_;
  const nlohmann::json& json_;
};

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
    {"continueOnErrors", given.continue_on_errors},
    {"isDefinitionExpressionFilterEnabled", given.is_definition_expression_filter_enabled},
    {"destinationTableRowFilter", word_in(given.destination_table_row_filter)},
    {"updateMode", word_in(given.update_mode)}};
  if (given.item_info)
    json["itemInfo"] = to_json(*given.item_info);
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
  in.refuse_unknown(*json, "parameters.", sdk_parameter_names());
  parameter_reader read{in, *json};
  read.area_of_interest(into.area_of_interest);
  read.scale("minScale", into.min_scale);
  read.scale("maxScale", into.max_scale);
  check_scales(in, into);
  if (const auto* info = in.find(*json, "itemInfo"))
    into.item_info = read_item_info_changes(in, *info, "parameters.itemInfo");
  read.flag("includeBasemap", into.include_basemap);
  read.flag("continueOnErrors", into.continue_on_errors);
  read.flag("isDefinitionExpressionFilterEnabled", into.is_definition_expression_filter_enabled);
  read.word<destination_table_row_filter>("destinationTableRowFilter", into.destination_table_row_filter);
  read.word<update_mode>("updateMode", into.update_mode);
  read.flag("returnSchemaOnlyForEditableLayers", into.return_schema_only_for_editable_layers);
  read.word<return_layer_attachment_option>("returnLayerAttachmentOption", into.return_layer_attachment_option);
  read.word<attachment_sync_direction>("attachmentSyncDirection", into.attachment_sync_direction);
  check_attachments(in, into);
  if (auto refused = refuse_other_parameters(*json))
    in.fail(std::move(*refused));
}

} // namespace proto
