#include "sandbox/features/feature_query.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/features/feature_documents.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/features/selection.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::size_t page_limit = 2000;

http_response refused(const std::string& detail) {
  return error_answer(400, "Cannot perform query. Invalid query parameters.", {detail});
}

problem invalid(std::string_view parameter, const std::string& why) {
  return {"'" + std::string{parameter} + "' parameter is invalid: " + why};
}

/// A parameter and the only values of it that are served, in lower case; a star means all of them.
struct known_parameter {
  std::string_view name;
  std::string_view values;
};

constexpr std::array known_parameters{known_parameter{"f", "json pjson html"}, known_parameter{"token", "*"},
  known_parameter{"where", "*"}, known_parameter{"objectIds", "*"}, known_parameter{"geometry", "*"},
  known_parameter{"geometryType", "*"}, known_parameter{"inSR", "*"}, known_parameter{"outSR", "*"},
  known_parameter{"outFields", "*"}, known_parameter{"resultOffset", "*"}, known_parameter{"resultRecordCount", "*"},
  known_parameter{"returnGeometry", "true false"}, known_parameter{"returnCountOnly", "true false"},
  known_parameter{"returnIdsOnly", "true false"}, known_parameter{"spatialRel", "esrispatialrelintersects"},
  known_parameter{"returnExtentOnly", "false"}, known_parameter{"returnDistinctValues", "false"},
  known_parameter{"returnZ", "false"}, known_parameter{"returnM", "false"}, known_parameter{"returnCentroid", "false"},
  known_parameter{"resultType", "none"}, known_parameter{"sqlFormat", "none standard"}};

/// A parameter that would change the answer and does not is worse than one that is refused.
std::optional<problem> refuse_unknown(const http_request& request) {
  for (const auto& [name, text] : request.parameters) {
    const auto known = std::find_if(known_parameters.begin(), known_parameters.end(),
      [&](const known_parameter& one) { return same_word(one.name, name); });
    if (known == known_parameters.end() && !text.empty())
      return problem{"'" + name + "' parameter is not supported by this service"};
    if (known == known_parameters.end() || text.empty() || known->values == "*")
      continue;
    const std::string word = " " + lower_case(text) + " ";
    if ((" " + std::string{known->values} + " ").find(word) == std::string::npos)
      return invalid(name, text + " is not supported by this service");
  }
  return {};
}

/// Positions of the wanted fields; `*` and nothing at all mean all of them.
outcome<std::vector<std::size_t>> wanted_fields(const table& layer, const std::string& names) {
  std::set<std::size_t> chosen;
  const std::string_view all = "*";
  for (const std::string_view name : list_items(names.empty() ? all : names)) {
    const auto found = std::find_if(
      layer.fields.begin(), layer.fields.end(), [&](const field& one) { return same_word(name, one.name); });
    if (found == layer.fields.end() && name != all)
      return invalid("outFields", "there is no field " + std::string{name});
    for (std::size_t i = 0; i < layer.fields.size(); ++i) {
      if (name == all || &layer.fields[i] == &*found)
        chosen.insert(i);
    }
  }
  return std::vector<std::size_t>{chosen.begin(), chosen.end()};
}

/// Which part of the answer one request gets.
struct page {
  std::size_t first = 0;
  std::size_t most = page_limit;
};

outcome<page> read_page(const http_request& request) {
  page wanted;
  if (const std::string& text = request.parameter("resultOffset"); !text.empty()) {
    const auto first = number_in<std::size_t>(text);
    if (!first)
      return invalid("resultOffset", text);
    wanted.first = *first;
  }
  if (const std::string& text = request.parameter("resultRecordCount"); !text.empty()) {
    const auto most = number_in<std::size_t>(text);
    if (!most || *most == 0) // pages of nothing never end
      return invalid("resultRecordCount", text);
    wanted.most = std::min(*most, page_limit);
  }
  return wanted;
}

outcome<json> feature_json(const feature& row, const table& layer, const std::vector<std::size_t>& columns,
  bool with_geometry, int out_wkid, dialect speaks) {
  json attributes = json::object();
  for (const std::size_t i : columns)
    attributes[layer.fields[i].name] = to_json(row.attributes[i], layer.fields[i].type, speaks);
  json made{{"attributes", attributes}};
  if (with_geometry) {
    const auto shape = project(row.shape, wgs84, out_wkid);
    if (!shape)
      return problem{shape.error()};
    made["geometry"] = to_esri_json(*shape);
  }
  return made;
}

http_response features_answer(const world& shared, const service_data& service, const table& layer,
  const std::vector<std::size_t>& rows, const http_request& request) {
  const auto out_wkid = read_reference(request.parameter("outSR"), web_mercator);
  if (!out_wkid)
    return refused(invalid("outSR", request.parameter("outSR")).text);
  const auto wanted = read_page(request);
  if (!wanted)
    return refused(wanted.error());
  const auto columns = wanted_fields(layer, request.parameter("outFields"));
  if (!columns)
    return refused(columns.error());
  const bool with_geometry = lower_case(request.parameter("returnGeometry")) != "false";
  const std::size_t first = std::min(wanted->first, rows.size());
  const std::size_t count = std::min(wanted->most, rows.size() - first);
  const dialect speaks = shared.where.speaks();

  json features = json::array();
  for (std::size_t i = first; i < first + count; ++i) {
    auto made = feature_json(layer.rows[rows[i]], layer, *columns, with_geometry, *out_wkid, speaks);
    if (!made)
      return refused(made.error());
    features.push_back(std::move(*made));
  }
  json fields = json::array();
  for (const std::size_t i : *columns)
    fields.push_back(field_json(service, layer.fields[i]));
  json answer{{"objectIdFieldName", "OBJECTID"}, {"globalIdFieldName", "GlobalID"},
    {"geometryType", esri_name(layer.type)}, {"spatialReference", spatial_reference_json(*out_wkid)},
    {"fields", fields}, {"features", features}};
  if (first + count < rows.size())
    answer["exceededTransferLimit"] = true;
  return json_answer(request, answer);
}

/// The area of `geometry`, or none; its form must be what `geometryType` says, if that says anything.
outcome<std::optional<area>> read_place(const http_request& request) {
  const std::string& text = request.parameter("geometry");
  if (text.empty())
    return std::optional<area>{};
  const auto wkid = read_reference(request.parameter("inSR"), web_mercator);
  if (!wkid)
    return invalid("inSR", request.parameter("inSR"));
  const std::string& type = request.parameter("geometryType");
  const bool is_polygon = same_word(type, "esriGeometryPolygon");
  if (!type.empty() && !is_polygon && !same_word(type, "esriGeometryEnvelope"))
    return invalid("geometryType", type + " is not supported by this service");
  auto read = is_polygon ? read_polygon(text, *wkid) : read_area(text, *wkid);
  if (!read)
    return invalid("geometry", read.error());
  return std::optional{std::move(*read)};
}

/// Leaves the rows whose object ids are listed.
std::optional<problem> keep_listed(const table& layer, const std::string& list, std::vector<std::size_t>& rows) {
  std::set<std::int64_t> ids;
  for (const std::string_view word : list_items(list)) {
    const auto id = number_in<std::int64_t>(word);
    if (!id)
      return invalid("objectIds", std::string{word});
    ids.insert(*id);
  }
  std::erase_if(rows, [&](std::size_t row) { return ids.count(layer.rows[row].object_id) == 0; });
  return {};
}

/// All rows that the request means.
outcome<std::vector<std::size_t>> rows_for(const table& layer, const http_request& request) {
  if (auto unknown = refuse_unknown(request))
    return *unknown;
  const std::string& listed = request.parameter("objectIds");
  const auto within = read_place(request);
  if (!within)
    return problem{within.error()};
  if (!*within && request.parameter("where").empty() && listed.empty())
    return problem{"'where' parameter must be specified"};
  auto rows = select(layer, {*within ? &**within : nullptr, request.parameter("where")});
  if (rows && !listed.empty()) {
    if (auto failed = keep_listed(layer, listed, *rows))
      return *failed;
  }
  return rows;
}

} // namespace

http_response query_layer(
  const world& shared, const service_data& service, const table& layer, const http_request& request) {
  const auto rows = rows_for(layer, request);
  if (!rows)
    return refused(rows.error());
  if (request.flag("returnCountOnly"))
    return json_answer(request, {{"count", rows->size()}});
  if (request.flag("returnIdsOnly")) {
    json ids = json::array();
    for (const std::size_t row : *rows)
      ids.push_back(layer.rows[row].object_id);
    return json_answer(request, {{"objectIdFieldName", "OBJECTID"}, {"objectIds", ids}});
  }
  return features_answer(shared, service, layer, *rows, request);
}

} // namespace sandbox
