#include "proto/arcgis/create_replica.hpp"

#include "proto/arcgis/area_fields.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/arcgis/request_fields.hpp"
#include "proto/text.hpp"

#include <algorithm>

namespace proto {
namespace {

const char* truth(bool value) { return value ? "true" : "false"; }

nlohmann::json query_json(const layer_query& query) {
  nlohmann::json json{{"queryOption", word_in(query.query_option)}};
  switch (query.query_option) {
  case query_option::all: break;
  // Said always: its default differs between the REST API and the SDKs.
  case query_option::none: json["includeRelated"] = query.include_related; break;
  case query_option::use_filter:
    json["useGeometry"] = query.use_geometry;
    if (!query.where.empty())
      json["where"] = query.where;
    break;
  }
  return json;
}

std::string layers_text(const create_replica_request& request) {
  std::string text;
  for (const auto& query : request.layers)
    text += (text.empty() ? "" : ",") + std::to_string(query.layer_id);
  return text;
}

std::string queries_text(const create_replica_request& request) {
  auto queries = nlohmann::json::object();
  for (const auto& query : request.layers)
    queries[std::to_string(query.layer_id)] = query_json(query);
  return queries.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// `Completed With Errors` and `completedwitherrors` are one word.
std::string normalised(std::string_view status) {
  auto word = lower_case(status);
  std::erase_if(word, [](char c) { return c == ' ' || c == '_' || c == '-'; });
  return word.starts_with("esri") ? word.substr(4) : word;
}

std::string result_address(const nlohmann::json& json) {
  for (const auto* name : {"resultUrl", "responseUrl", "URL"})
    if (auto address = text_in(json, name); !address.empty())
      return address;
  return {};
}

} // namespace

// Feature Service, Create Replica. What has a default is sent all the same:
// documented defaults differ between editions.
std::vector<std::pair<std::string, std::string>> to_form(
  const create_replica_request& request, const std::string& replica_name) {
  const auto& reference = reference_of(request.geometry);
  std::vector<std::pair<std::string, std::string>> form{
    {"f", "json"},
    {"replicaName", replica_name},
    {"layers", layers_text(request)},
    {"layerQueries", queries_text(request)},
    {"replicaSR", reference_text(request.replica_sr.given() ? request.replica_sr : reference)},
    {"transportType", "esriTransportTypeUrl"},
    {"returnAttachments", truth(request.return_attachments)},
    {"returnAttachmentsDataByUrl", "true"},
    {"async", truth(request.async)},
    {"syncModel", std::string{word_in(request.sync_model)}},
    {"targetType", "client"},
    {"dataFormat", "sqlite"},
    {"timeReferenceUnknownClient", "true"},
  };
  const auto place = area_fields(request.geometry);
  form.insert(form.end(), place.begin(), place.end());
  if (request.attachments_sync_direction)
    form.emplace_back("attachmentsSyncDirection", word_in(*request.attachments_sync_direction));
  if (request.sync_data_options != 0)
    form.emplace_back("replicaOptions", nlohmann::json{{"syncDataOptions", request.sync_data_options}}.dump());
  return form;
}

nlohmann::json to_json(const create_replica_request& request) { return write_fields(request); }

result<create_replica_request> read_create_replica_request(const nlohmann::json& json) {
  return read_fields<create_replica_request>(json, failure_code::invalid_request, "reading a replica request");
}

result<replica_answer> read_replica_answer(const nlohmann::json& json) {
  if (!json.is_object())
    return unreadable(json, "reading a replica's answer", "is no object");
  replica_answer answer;
  answer.status_url = text_in(json, "statusUrl");
  answer.result_url = result_address(json);
  answer.replica_name = text_in(json, "replicaName");
  answer.replica_id = text_in(json, "replicaID");
  answer.status = text_in(json, "status");
  const auto word = normalised(answer.status);
  const auto error = find_esri_error(json);
  if (error)
    answer.server_words = error->words();
  answer.failed = error.has_value() || word == "failed" || word == "completedwitherrors";
  answer.completed = !answer.failed && (word == "completed" || !answer.result_url.empty());
  const bool says_something = answer.failed || answer.completed || !answer.status.empty() || !answer.status_url.empty()
    || !answer.replica_id.empty();
  if (!says_something)
    return unreadable(json, "reading a replica's answer", "has neither a status nor an address");
  return answer;
}

result<std::vector<replica_entry>> read_replica_list(const nlohmann::json& json) {
  const auto* list = json.is_array() ? &json : member(json, "replicas");
  if (!list || !list->is_array())
    return unreadable(json, "reading the list of replicas", "is no list");
  std::vector<replica_entry> replicas;
  for (const auto& entry : *list) {
    replica_entry replica{.name = text_in(entry, "replicaName"), .id = text_in(entry, "replicaID")};
    if (!replica.name.empty() || !replica.id.empty())
      replicas.push_back(std::move(replica));
  }
  return replicas;
}

} // namespace proto
