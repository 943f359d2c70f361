#include "proto/control/sdk_parameters.hpp"

#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace proto {
namespace {

/// A parameter of which only the class default is carried out.
struct fixed_parameter {
  std::string_view name;
  std::string_view class_default; ///< a word in any case, or empty text
};

// GenerateOfflineMapParameters; words as enumerations have them.
constexpr std::array fixed{
  fixed_parameter{"esriVectorTilesDownloadOption", "useOriginalService"},
};

constexpr std::array<std::string_view, 15> taken{"areaOfInterest", "itemInfo", "minScale", "maxScale", "includeBasemap",
  "referenceBasemapDirectory", "referenceBasemapFilename", "continueOnErrors", "isDefinitionExpressionFilterEnabled",
  "destinationTableRowFilter", "updateMode", "onlineOnlyServicesOption", "returnSchemaOnlyForEditableLayers",
  "returnLayerAttachmentOption", "attachmentSyncDirection"};

constexpr auto all_names = [] {
  std::array<std::string_view, taken.size() + fixed.size()> all{};
  std::ranges::copy(taken, all.begin());
  std::ranges::transform(fixed, all.begin() + taken.size(), &fixed_parameter::name);
  return all;
}();

std::string shown(const nlohmann::json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  auto words = text ? *text : value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (words.size() > 60)
    words = words.substr(0, 57) + "...";
  return words.empty() ? "\"\"" : printable(words);
}

bool is_default(const nlohmann::json& value, const fixed_parameter& parameter) {
  return value.is_string() && same_word(value.get_ref<const std::string&>(), parameter.class_default);
}

} // namespace

std::span<const std::string_view> sdk_parameter_names() { return all_names; }

outcome refuse_other_parameters(const nlohmann::json& parameters) {
  for (const auto& parameter : fixed) {
    const auto found = parameters.find(parameter.name);
    if (found == parameters.end() || found->is_null() || is_default(*found, parameter))
      continue;
    const std::string name{parameter.name};
    const std::string only{parameter.class_default};
    return failure{.code = failure_code::unsupported_parameter,
      .during = "reading the job",
      .subject = "parameters." + name,
      .hint = name + ": " + shown(*found) + " is not taken by this version, only " + (only.empty() ? "\"\"" : only)};
  }
  return {};
}

} // namespace proto
