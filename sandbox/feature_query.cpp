#include "sandbox/feature_query.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

#include "sandbox/answers.hpp"
#include "sandbox/esri_json.hpp"
#include "sandbox/feature_documents.hpp"
#include "sandbox/projection.hpp"
#include "sandbox/selection.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t page_limit = 2000;

http_response refused(const std::string& detail) {
  return error_answer(400, "Cannot perform query. Invalid query parameters.", {detail});
}

std::size_t number_or(const std::string& text, std::size_t otherwise) {
  std::size_t value = otherwise;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// A reference parameter: a number or JSON.
int reference_or(const std::string& text, int otherwise) {
  const json parsed = json::parse(text, nullptr, false);
  return parsed.is_discarded() ? otherwise : read_wkid(parsed).value_or(otherwise);
}

bool same_name(const std::string& a, const std::string& b) {
  const less_ignoring_case less;
  return !less(a, b) && !less(b, a);
}

/// Positions of the wanted fields; `*` and nothing at all mean all of them.
std::vector<std::size_t> wanted_fields(const feature_class& layer, const std::string& names) {
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < layer.fields.size(); ++i) {
    std::istringstream list{names};
    bool wanted = names.empty() || names == "*";
    for (std::string name; !wanted && std::getline(list, name, ',');)
      wanted = same_name(name, layer.fields[i].name);
    if (wanted)
      chosen.push_back(i);
  }
  return chosen;
}

outcome<json> feature_json(const feature& row, const feature_class& layer, const std::vector<std::size_t>& columns,
  bool with_geometry, int out_wkid) {
  json attributes = json::object();
  for (const std::size_t i : columns)
    attributes[layer.fields[i].name] = to_json(row.attributes[i]);
  json made{{"attributes", attributes}};
  if (with_geometry) {
    const auto shape = project(row.shape, wgs84, out_wkid);
    if (!shape)
      return problem{shape.error()};
    made["geometry"] = to_esri_json(*shape);
  }
  return made;
}

http_response features_answer(
  const world& shared, const feature_class& layer, const std::vector<std::size_t>& rows, const http_request& request) {
  const int out_wkid = canonical_wkid(reference_or(request.parameter("outSR"), web_mercator));
  const std::size_t first = std::min(number_or(request.parameter("resultOffset"), 0), rows.size());
  const std::size_t count =
    std::min({number_or(request.parameter("resultRecordCount"), page_limit), page_limit, rows.size() - first});
  const auto columns = wanted_fields(layer, request.parameter("outFields"));
  const bool with_geometry = request.parameter("returnGeometry") != "false";

  json features = json::array();
  for (std::size_t i = first; i < first + count; ++i) {
    auto made = feature_json(layer.features[rows[i]], layer, columns, with_geometry, out_wkid);
    if (!made)
      return refused(made.error());
    features.push_back(std::move(*made));
  }
  json fields = json::array();
  for (const std::size_t i : columns)
    fields.push_back(field_json(shared.data, layer.fields[i]));
  json answer{{"objectIdFieldName", "OBJECTID"}, {"globalIdFieldName", "GlobalID"},
    {"geometryType", feature_layer_json(shared.data, layer, shared.where.speaks()).at("geometryType")},
    {"spatialReference", spatial_reference_json(out_wkid)}, {"fields", fields}, {"features", features}};
  if (first + count < rows.size())
    answer["exceededTransferLimit"] = true;
  return json_answer(request, answer);
}

} // namespace

http_response query_layer(const world& shared, const feature_class& layer, const http_request& request) {
  const std::string& geometry = request.parameter("geometry");
  selection which{nullptr, request.parameter("where")};
  if (geometry.empty() && which.where.empty())
    return refused("'where' parameter must be specified");
  area within;
  if (!geometry.empty()) {
    auto read = read_area(geometry, reference_or(request.parameter("inSR"), web_mercator));
    if (!read)
      return refused("'geometry' parameter is invalid: " + read.error());
    within = std::move(*read);
    which.within = &within;
  }
  const auto rows = select(layer, which);
  if (!rows)
    return refused(rows.error());

  if (request.flag("returnCountOnly"))
    return json_answer(request, {{"count", rows->size()}});
  if (request.flag("returnIdsOnly")) {
    json ids = json::array();
    for (const std::size_t row : *rows)
      ids.push_back(layer.features[row].object_id);
    return json_answer(request, {{"objectIdFieldName", "OBJECTID"}, {"objectIds", ids}});
  }
  return features_answer(shared, layer, *rows, request);
}

} // namespace sandbox
