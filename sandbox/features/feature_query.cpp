#include "sandbox/features/feature_query.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "sandbox/base/text.hpp"
#include "sandbox/features/query_parameters.hpp"
#include "sandbox/features/query_result.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/model/parameter_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

/// What one layer of a service's query is asked for.
struct layer_definition {
  int layer = 0;
  std::string where;
  std::string out_fields;
};

/// `{layerId, where, outFields}`. What is misspelt must not mean all rows or all fields.
outcome<layer_definition> read_definition(const json& entry, const http_request& request) {
  const auto id = entry.is_object() ? entry.find("layerId") : entry.end();
  if (!entry.is_object() || id == entry.end() || !id->is_number_integer())
    return invalid_parameter("layerDefs", "an entry without layerId");
  const auto number = number_in<int>(id->dump());
  if (!number)
    return invalid_parameter("layerDefs", "there is no layer " + id->dump());
  layer_definition made{*number, "", request.parameter("outFields")};
  for (const auto& [name, member] : entry.items()) {
    std::string* text = name == "where" ? &made.where : name == "outFields" ? &made.out_fields : nullptr;
    if (text != nullptr && member.is_string())
      *text = member.get<std::string>();
    else if (name != "layerId")
      return invalid_parameter("layerDefs", name);
  }
  return made;
}

outcome<std::vector<layer_definition>> read_definitions(const http_request& request) {
  const json text = parameter_json(request.parameter("layerDefs"));
  std::vector<layer_definition> made;
  if (text.is_object()) {
    for (const auto& [id, where] : text.items()) {
      const auto number = number_in<int>(id);
      if (!number || !where.is_string())
        return invalid_parameter("layerDefs", id);
      made.push_back({*number, where.get<std::string>(), request.parameter("outFields")});
    }
  } else if (text.is_array()) {
    for (const json& entry : text) {
      auto one = read_definition(entry, request);
      if (!one)
        return problem{one.error()};
      made.push_back(std::move(*one));
    }
  }
  if (made.empty())
    return invalid_parameter("layerDefs", "it names no layer");
  std::set<int> named;
  for (const layer_definition& one : made) {
    if (!named.insert(one.layer).second)
      return invalid_parameter("layerDefs", "it names layer " + std::to_string(one.layer) + " twice");
  }
  return made;
}

/// The same question to one layer. An empty condition means all rows here.
http_request question_for(const http_request& request, const layer_definition& one) {
  http_request asked = request;
  asked.parameters.erase("layerDefs");
  asked.parameters.insert_or_assign("where", one.where.empty() ? "1=1" : one.where);
  asked.parameters.insert_or_assign("outFields", one.out_fields);
  return asked;
}

} // namespace

http_response query_refused(const std::string& detail) {
  return error_answer(400, "Cannot perform query. Invalid query parameters.", {detail});
}

http_response query_layer(const http_request& request, const service_data& service, const row_index& index,
  dialect speaks, std::int64_t now_ms) {
  const auto wanted = read_query(request, service, index.source(), now_ms);
  if (!wanted)
    return query_refused(wanted.error());
  const query_result found{service, index, *wanted, speaks};
  if (wanted->format == answer_format::pbf) {
    auto bytes = found.bytes();
    return bytes ? bytes_answer(std::move(*bytes), "application/x-protobuf") : query_refused(bytes.error());
  }
  const auto document = found.document();
  if (!document)
    return query_refused(document.error());
  if (wanted->format == answer_format::geojson)
    return bytes_answer(document->dump(-1, ' ', false, json::error_handler_t::replace), "application/geo+json");
  return json_answer(request, *document);
}

http_response query_service(const http_request& request, const service_data& service,
  const std::vector<row_index>& indices, dialect speaks, std::int64_t now_ms) {
  const auto definitions = read_definitions(request);
  if (!definitions)
    return query_refused(definitions.error());
  json layers = json::array();
  for (const layer_definition& one : *definitions) {
    const auto index = std::find_if(
      indices.begin(), indices.end(), [&](const row_index& each) { return each.source().id == one.layer; });
    if (index == indices.end())
      return query_refused(invalid_parameter("layerDefs", "there is no layer " + std::to_string(one.layer)).text);
    const auto wanted = read_query(question_for(request, one), service, index->source(), now_ms);
    if (!wanted)
      return query_refused(wanted.error());
    if (wanted->format != answer_format::esri_json)
      return query_refused(invalid_parameter("f", request.parameter("f")).text);
    auto document = query_result{service, *index, *wanted, speaks}.document();
    if (!document)
      return query_refused(document.error());
    (*document)["id"] = one.layer;
    layers.push_back(std::move(*document));
  }
  return json_answer(request, {{"layers", std::move(layers)}});
}

} // namespace sandbox
