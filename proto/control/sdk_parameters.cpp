#include "proto/control/sdk_parameters.hpp"

#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace proto {
namespace {

enum class value_type { text, flag, word, object };

/// A parameter of which only the class default is carried out.
struct fixed_parameter {
  std::string_view name;
  value_type type;
  std::string_view class_default; ///< `null`, a word, true or false, or empty text
  bool author_may_differ;         ///< the web map's offline settings hold a value of it
};

// GenerateOfflineMapParameters; words as enumerations have them. A reference
// basemap's name means nothing without its directory, whoever gave it.
constexpr std::array fixed{
  fixed_parameter{"itemInfo", value_type::object, "null", false},
  fixed_parameter{"referenceBasemapDirectory", value_type::text, "", false},
  fixed_parameter{"referenceBasemapFilename", value_type::text, "", false},
  fixed_parameter{"isDefinitionExpressionFilterEnabled", value_type::flag, "true", false},
  fixed_parameter{"destinationTableRowFilter", value_type::word, "relatedOnly", false},
  fixed_parameter{"returnSchemaOnlyForEditableLayers", value_type::flag, "false", true},
  fixed_parameter{"returnLayerAttachmentOption", value_type::word, "allLayers", true},
  fixed_parameter{"attachmentSyncDirection", value_type::word, "bidirectional", true},
  fixed_parameter{"updateMode", value_type::word, "syncWithFeatureServices", false},
  fixed_parameter{"esriVectorTilesDownloadOption", value_type::word, "useOriginalService", false},
  fixed_parameter{"onlineOnlyServicesOption", value_type::word, "exclude", false},
};

constexpr std::array<std::string_view, 5> taken{
  "areaOfInterest", "minScale", "maxScale", "includeBasemap", "continueOnErrors"};

constexpr auto all_names = [] {
  std::array<std::string_view, taken.size() + fixed.size()> names{};
  std::ranges::copy(taken, names.begin());
  std::ranges::transform(fixed, names.begin() + taken.size(), &fixed_parameter::name);
  return names;
}();

std::string shown(const nlohmann::json& value) {
  const auto* text = value.get_ptr<const std::string*>();
  auto words = text ? *text : value.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
  if (words.size() > 60)
    words = words.substr(0, 57) + "...";
  return words.empty() ? "\"\"" : printable(words);
}

bool is_default(const nlohmann::json& value, const fixed_parameter& parameter) {
  switch (parameter.type) {
  case value_type::flag: return value.is_boolean() && value.get<bool>() == (parameter.class_default == "true");
  case value_type::text:
  case value_type::word:
    return value.is_string() && same_word(value.get_ref<const std::string&>(), parameter.class_default);
  case value_type::object: return false; // null counts as absent
  }
  return false;
}

std::string reason(const nlohmann::json& value, const fixed_parameter& parameter) {
  const std::string name{parameter.name};
  const std::string only = parameter.class_default.empty() ? "\"\"" : std::string{parameter.class_default};
  if (!is_default(value, parameter))
    return name + ": " + shown(value) + " is not taken by this version, only " + only;
  return name + ": " + shown(value)
    + " may differ from what the map's author has set, which is what happens with"
      " `defaults: author`; leave it out, or say `defaults: none`";
}

} // namespace

std::span<const std::string_view> sdk_parameter_names() { return all_names; }

outcome refuse_other_parameters(const nlohmann::json& parameters, parameter_defaults defaults) {
  for (const auto& parameter : fixed) {
    const auto found = parameters.find(parameter.name);
    if (found == parameters.end() || found->is_null())
      continue;
    const bool authors = parameter.author_may_differ && defaults == parameter_defaults::author;
    if (is_default(*found, parameter) && !authors)
      continue;
    return failure{.code = failure_code::unsupported_parameter,
      .during = "reading the job",
      .subject = "parameters." + std::string{parameter.name},
      .hint = reason(*found, parameter)};
  }
  return {};
}

} // namespace proto
