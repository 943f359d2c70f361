#include "sandbox/features/replica_order.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "sandbox/base/digest.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/features/layer_document.hpp"
#include "sandbox/features/service_document.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/features/selection.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

std::optional<problem> wrong(const std::string& parameter, const std::string& why) {
  return problem{"'" + parameter + "' parameter is invalid: " + why};
}

/// `0,1` or `[0,1]`
std::optional<std::vector<int>> read_ids(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']'))
    text = text.substr(1, text.size() - 2);
  std::vector<int> ids;
  for (const std::string_view word : list_items(text)) {
    const auto id = number_in<int>(word);
    if (!id)
      return {};
    ids.push_back(*id);
  }
  return ids;
}

std::optional<problem> read_query(const json& query, replica_layer& layer) {
  if (!query.is_object())
    return wrong("layerQueries", "an entry is no object");
  const std::string option = lower_case(query.value("queryOption", "useFilter"));
  if (option == "usefilter") {
    layer.option = query_option::use_filter;
  } else if (option == "all") {
    layer.option = query_option::all;
  } else if (option == "none") {
    layer.option = query_option::none;
  } else {
    return wrong("layerQueries", "queryOption " + option);
  }
  layer.use_geometry = query.value("useGeometry", true);
  layer.include_related = query.value("includeRelated", true);
  layer.where = query.value("where", "");
  if (layer.option == query_option::use_filter) {
    // An error in the condition is reported here and not by the job: no row has to be read for it.
    const auto tried = select(*layer.source, {nullptr, layer.where});
    if (!tried)
      return wrong("layerQueries", tried.error());
  }
  return {};
}

std::optional<problem> read_layers(
  const world& shared, const service_data& service, const http_request& request, replica_request& wanted) {
  auto ids = read_ids(request.parameter("layers"));
  if (!ids || ids->empty())
    return wrong("layers", "it names no layer");
  std::sort(ids->begin(), ids->end());
  ids->erase(std::unique(ids->begin(), ids->end()), ids->end()); // a layer named twice is made once
  const std::string& text = request.parameter("layerQueries");
  const json queries = text.empty() ? json::object() : json::parse(text, nullptr, false);
  if (!queries.is_object())
    return wrong("layerQueries", "it is no JSON object");
  for (const int id : *ids) {
    replica_layer layer;
    layer.source = service.find(id);
    if (layer.source == nullptr)
      return wrong("layers", "there is no layer " + std::to_string(id));
    layer.layer_json = feature_layer_json(service, *layer.source, shared.where.speaks());
    const std::string key = std::to_string(id);
    if (queries.contains(key)) {
      if (auto failed = read_query(queries.at(key), layer))
        return failed;
    }
    for (const field& column : layer.source->fields) {
      const domain* rule = service.find_domain(column.domain);
      const bool new_one = rule != nullptr
        && std::none_of(
          wanted.domains.begin(), wanted.domains.end(), [&](const domain& old) { return old.name == rule->name; });
      if (new_one)
        wanted.domains.push_back(*rule);
    }
    wanted.layers.push_back(std::move(layer));
  }
  return {};
}

std::optional<problem> read_model(const world& shared, const http_request& request, replica_request& wanted) {
  const std::string& word = request.parameter("syncModel");
  if (word == "perLayer") {
    wanted.model = sync_model::per_layer;
  } else if (word == "none") {
    wanted.model = sync_model::none;
  } else if (word.empty() || word == "perReplica") {
    if (!shared.where.online())
      return wrong("syncModel", "perReplica is not supported by this service");
    wanted.model = sync_model::per_replica;
  } else {
    return wrong("syncModel", word);
  }
  return {};
}

std::optional<problem> read_attachments(const http_request& request, replica_request& wanted) {
  wanted.returns_attachments = request.flag("returnAttachments");
  const std::string& word = request.parameter("attachmentsSyncDirection");
  const std::string direction =
    word.empty() ? (wanted.returns_attachments ? "bidirectional" : "none") : lower_case(word);
  if (direction != "none" && direction != "upload" && direction != "bidirectional") {
    return wrong("attachmentsSyncDirection", word);
  }
  if (wanted.returns_attachments ? direction == "none" : direction == "bidirectional") {
    return wrong("attachmentsSyncDirection", direction + " does not go with this returnAttachments");
  }
  wanted.attachments = direction == "bidirectional" ? attachment_direction::bidirectional
    : direction == "upload"                         ? attachment_direction::upload
                                                    : attachment_direction::none;
  return {};
}

/// A reference parameter; the service's own if it is absent.
std::optional<int> known_reference(const std::string& text) {
  const auto wkid = read_reference(text, web_mercator);
  return wkid && known_wkid(*wkid) ? wkid : std::nullopt;
}

std::optional<problem> read_places(const http_request& request, replica_request& wanted) {
  const auto in = known_reference(request.parameter("inSR"));
  if (!in)
    return wrong("inSR", request.parameter("inSR"));
  const auto out = known_reference(request.parameter("replicaSR"));
  if (!out || (*out != web_mercator && *out != wgs84))
    return wrong("replicaSR", request.parameter("replicaSR"));
  wanted.wkid = *out;

  const std::string& geometry = request.parameter("geometry");
  if (geometry.empty() && wanted.model != sync_model::none)
    return wrong("geometry", "it is missing");
  auto extent = geometry.empty() ? make_area({-180, -90, 180, 90}, wgs84) : read_area(geometry, *in);
  if (!extent)
    return wrong("geometry", extent.error());
  wanted.extent = std::move(*extent);
  return {};
}

std::optional<problem> read_form_of_answer(const http_request& request) {
  if (lower_case(request.parameter("dataFormat")) != "sqlite")
    return wrong("dataFormat", "only sqlite is made here");
  const std::string& target = request.parameter("targetType");
  if (!target.empty() && target != "client")
    return wrong("targetType", target);
  const std::string& direction = request.parameter("syncDirection");
  if (!direction.empty() && direction != "bidirectional")
    return wrong("syncDirection", direction);
  return {};
}

} // namespace

outcome<replica_order> read_replica_order(
  const world& shared, const service_data& service, const http_request& request) try {
  replica_order order;
  replica_request& wanted = order.wanted;
  if (auto failed = read_form_of_answer(request))
    return *failed;
  if (auto failed = read_layers(shared, service, request, wanted))
    return *failed;
  if (auto failed = read_model(shared, request, wanted))
    return *failed;
  if (auto failed = read_attachments(request, wanted))
    return *failed;
  if (auto failed = read_places(request, wanted))
    return *failed;
  wanted.service_url = shared.where.service_root(request, service.path(), service.server);
  wanted.service_name = service.name;
  wanted.service_json = feature_service_json(service, shared.where.speaks());
  wanted.replica_name = request.parameter("replicaName");
  wanted.created_ms = shared.clock();
  order.asynchronous = request.flag("async");
  return order;
} catch (const json::exception&) { // a value of a wrong type inside the parameter's JSON
  return problem{"'layerQueries' parameter is invalid"};
}

outcome<std::vector<std::size_t>> rows_of(const replica_layer& layer, const area& extent) {
  switch (layer.option) {
  case query_option::none: return std::vector<std::size_t>{};
  case query_option::all: return select(*layer.source, {});
  case query_option::use_filter: break;
  }
  return select(*layer.source, {layer.use_geometry ? &extent : nullptr, layer.where});
}

} // namespace sandbox
