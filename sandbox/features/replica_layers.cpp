#include "sandbox/features/replica_layers.hpp"

#include <algorithm>
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "sandbox/base/text.hpp"
#include "sandbox/features/layer_document.hpp"
#include "sandbox/features/query_parameters.hpp"
#include "sandbox/features/where_clause.hpp"
#include "sandbox/model/parameter_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

/// `0,1` or `[0,1]`
std::optional<std::set<int>> read_ids(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']'))
    text = text.substr(1, text.size() - 2);
  std::set<int> ids; // a layer named twice is made once
  for (const std::string_view word : list_items(text)) {
    const auto id = number_in<int>(word);
    if (!id)
      return {};
    ids.insert(*id);
  }
  return ids;
}

std::optional<query_option> option_named(std::string_view word) {
  if (same_word(word, "useFilter"))
    return query_option::use_filter;
  if (same_word(word, "all"))
    return query_option::all;
  if (same_word(word, "none"))
    return query_option::none;
  return {};
}

/// What the option does not ask for stays as it is without a query: servers ignore it.
outcome<bool> read_query(const json& query, replica_layer& layer, std::int64_t now_ms) {
  if (!query.is_object())
    return invalid_parameter("layerQueries", "an entry is no object");
  for (const auto& [key, value] : query.items()) {
    if (key != "queryOption" && key != "useGeometry" && key != "includeRelated" && key != "where")
      return invalid_parameter("layerQueries", key + " is not supported");
  }
  const std::string word = query.value("queryOption", "useFilter");
  const auto option = option_named(word);
  if (!option)
    return invalid_parameter("layerQueries", "queryOption " + word);
  layer.option = *option;
  layer.include_related = query.value("includeRelated", true);
  if (layer.option != query_option::use_filter)
    return true;
  layer.use_geometry = layer.source->is_spatial() && query.value("useGeometry", true);
  layer.where = query.value("where", "");
  // A mistake in the condition is reported here and not by the job.
  const auto tried = where_clause::read(layer.where, *layer.source, now_ms);
  if (!tried)
    return invalid_parameter("layerQueries", tried.error());
  return true;
}

outcome<std::map<int, json>> read_queries(const std::string& text, const std::set<int>& ids) {
  const json queries = text.empty() ? json::object() : parameter_json(text);
  if (!queries.is_object())
    return invalid_parameter("layerQueries", "it is no JSON object");
  std::map<int, json> read;
  for (const auto& [key, query] : queries.items()) {
    const auto id = number_in<int>(key);
    if (!id || !ids.contains(*id))
      return invalid_parameter("layerQueries", key + " is none of the layers");
    if (!read.emplace(*id, query).second)
      return invalid_parameter("layerQueries", "it names layer " + std::to_string(*id) + " twice");
  }
  return read;
}

} // namespace

outcome<std::vector<replica_layer>> read_replica_layers(
  const service_data& service, const http_request& request, dialect speaks, std::int64_t now_ms) try {
  const auto ids = read_ids(request.parameter("layers"));
  if (!ids || ids->empty())
    return invalid_parameter("layers", "it names no layer");
  const auto queries = read_queries(request.parameter("layerQueries"), *ids);
  if (!queries)
    return problem{queries.error()};
  std::vector<replica_layer> layers;
  for (const int id : *ids) {
    replica_layer layer;
    layer.source = service.find(id);
    if (layer.source == nullptr)
      return invalid_parameter("layers", "there is no layer " + std::to_string(id));
    if (!has_capability(layer.source->capabilities, "Sync"))
      return invalid_parameter("layers", "layer " + std::to_string(id) + " does not support sync");
    layer.use_geometry = layer.source->is_spatial();
    layer.layer_json = feature_layer_json(service, *layer.source, speaks);
    if (const auto query = queries->find(id); query != queries->end()) {
      const auto read = read_query(query->second, layer, now_ms);
      if (!read)
        return problem{read.error()};
    }
    layers.push_back(std::move(layer));
  }
  return layers;
} catch (const json::exception&) { // a value of a wrong type inside the parameter's JSON
  return invalid_parameter("layerQueries", "a value is of the wrong type");
}

} // namespace sandbox
