#include "sandbox/features/query_rows.hpp"

#include <algorithm>
#include <array>

#include "sandbox/base/text.hpp"
#include "sandbox/features/query_parameters.hpp"

namespace sandbox {
namespace {

struct length_unit {
  const char* word;
  double metres;
};
constexpr std::array length_units{length_unit{"esriSRUnit_Meter", 1}, length_unit{"esriSRUnit_Kilometer", 1000},
  length_unit{"esriSRUnit_Foot", 0.3048}, length_unit{"esriSRUnit_StatuteMile", 1609.344},
  length_unit{"esriSRUnit_NauticalMile", 1852}};
constexpr double farthest = 1'000'000; // metres

outcome<double> read_distance(const http_request& request) {
  const std::string& text = request.parameter("distance");
  if (text.empty())
    return 0.0;
  const std::string& unit = request.parameter("units");
  const auto factor = std::find_if(length_units.begin(), length_units.end(),
    [&](const length_unit& one) { return same_word(one.word, unit.empty() ? "esriSRUnit_Meter" : unit); });
  if (factor == length_units.end())
    return invalid_parameter("units", unit);
  const auto number = number_in<double>(text);
  if (!number || !(*number >= 0) || *number * factor->metres > farthest)
    return invalid_parameter("distance", text);
  return *number * factor->metres;
}

outcome<std::optional<shape_filter>> read_place(const http_request& request, int default_wkid) {
  const std::string& text = request.parameter("geometry");
  if (text.empty())
    return std::optional<shape_filter>{};
  const auto wkid = read_known_reference(request, "inSR", default_wkid);
  if (!wkid)
    return problem{wkid.error()};
  const auto asked = read_geometry(text, request.parameter("geometryType"), *wkid);
  if (!asked)
    return invalid_parameter("geometry", asked.error());
  const std::string& word = request.parameter("spatialRel");
  const auto relation = word.empty() ? spatial_relation::intersects : relation_named(word);
  if (!relation)
    return invalid_parameter("spatialRel", word);
  const auto metres = read_distance(request);
  if (!metres)
    return problem{metres.error()};
  auto place = shape_filter::make(*asked, *relation, *metres);
  if (!place)
    return invalid_parameter("geometry", place.error());
  return std::optional{std::move(*place)};
}

} // namespace

outcome<std::vector<sort_key>> read_order(const std::string& text, const std::vector<field>& fields) {
  std::vector<sort_key> keys;
  for (const std::string_view item : list_items(text)) {
    const std::string_view name = item.substr(0, item.find(' '));
    std::string_view direction = item.substr(name.size());
    direction.remove_prefix(std::min(direction.size(), direction.find_first_not_of(' ')));
    const auto found =
      std::find_if(fields.begin(), fields.end(), [&](const field& one) { return same_word(one.name, name); });
    const bool descending = same_word(direction, "DESC");
    if (found == fields.end() || (!direction.empty() && !descending && !same_word(direction, "ASC")))
      return invalid_parameter("orderByFields", std::string{item});
    keys.push_back({static_cast<std::size_t>(found - fields.begin()), descending});
  }
  return keys;
}

outcome<row_filter> read_rows(
  const http_request& request, const std::string& where, const table& from, int default_wkid, std::int64_t now_ms) {
  row_filter rows;
  auto condition = where_clause::read(where, from, now_ms);
  if (!condition)
    return invalid_parameter("where", condition.error());
  rows.where = std::move(*condition);
  if (from.is_spatial()) { // a table has no shapes that could be compared
    auto place = read_place(request, default_wkid);
    if (!place)
      return problem{place.error()};
    rows.place = std::move(*place);
  }
  if (const std::string& listed = request.parameter("objectIds"); !listed.empty()) {
    auto ids = read_object_ids(listed);
    if (!ids)
      return problem{ids.error()};
    rows.object_ids = std::move(*ids);
  }
  return rows;
}

} // namespace sandbox
