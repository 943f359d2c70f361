#include "core/exports/feature_sync.hpp"

#include "core/addresses.hpp"
#include "core/exports/answers.hpp"
#include "proto/json.hpp"
#include "proto/arcgis/service_address.hpp"
#include "proto/text.hpp"

#include <algorithm>
#include <cctype>

namespace core {
namespace {

constexpr auto during_replica_submit = "asking for a replica";
constexpr auto during_replica_poll = "waiting for a replica";
// A service that answers at once builds the whole replica before it does.
constexpr std::chrono::seconds synchronous_limit{1800};

const proto::feature_sync_task& task_of(const proto::layer_record& record) {
  return std::get<proto::feature_sync_task>(record.task);
}

/// Ids go into requests that release replicas, where `*` means all of them.
std::string plain_id(const std::string& id) {
  std::string plain;
  std::copy_if(id.begin(), id.end(), std::back_inserter(plain),
    [](unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '{' || c == '}' || c == '_'; });
  return plain;
}

/// A foreign address's query may be a signature and is not stored; what names the
/// job is its path.
std::string status_address(const std::string& address, const std::string& service) {
  auto kept = storable_address(address, service);
  return kept.empty() ? without_secrets(proto::without_query(address)) : kept;
}

/// A status of Failed is no failed request: the job itself ended badly.
proto::result<nlohmann::json> status_of(const reply& answer, const std::string& service) {
  if (answer.ok())
    if (auto json = proto::parse_json(answer.body);
        json && json->is_object() && json->contains("status") && (*json)["status"].is_string())
      return std::move(*json);
  return json_of(answer, during_replica_poll, service);
}

/// `base`: the address that answered; results may be written relative to it.
export_answer read_answer(
  const proto::replica_answer& answer, const std::string& base, const std::string& during, const std::string& service) {
  if (answer.failed)
    return failed_job(during, service, {answer.server_words.empty() ? answer.status : answer.server_words});
  if (!answer.result_url.empty())
    return exported::ready{
      {proto::resolve_url(base, answer.result_url)}, answer.replica_name, plain_id(answer.replica_id)};
  if (!answer.status_url.empty())
    return exported::running{
      status_address(proto::resolve_url(base, answer.status_url), service), std::nullopt, answer.status};
  if (answer.completed || answer.status.empty())
    return exported::failed{invalid_answer(during, service), false, false};
  return exported::running{base, std::nullopt, answer.status};
}

} // namespace

small_request feature_sync::submit(const proto::layer_record& record, const std::string& portal) const {
  const auto& task = task_of(record);
  auto request = service_request(
    record.task, task.service + "/createReplica", portal, http_method::post, proto::to_form(task.request, record.name));
  request.has_effect = true;
  if (!task.request.async)
    request.time_limit = synchronous_limit;
  return request;
}

export_answer feature_sync::read_submit(const proto::layer_record& record, const reply& answer) const {
  const auto& service = task_of(record).service;
  auto json = json_of(answer, during_replica_submit, service);
  if (!json)
    return failed_request(json.error());
  auto replica = proto::read_replica_answer(*json);
  if (!replica)
    return failed_request(replica.error());
  return read_answer(*replica, service + "/createReplica", during_replica_submit, service);
}

small_request feature_sync::poll(const proto::layer_record& record, const std::string& portal) const {
  return service_request(record.task, record.server_job.address, portal, http_method::get);
}

export_answer feature_sync::read_poll(
  const proto::layer_record& record, const small_request& asked, const reply& answer) const {
  const auto& service = task_of(record).service;
  auto json = status_of(answer, service);
  if (!json)
    return is_unknown_resource(json.error()) ? lost_job(json.error()) : failed_request(json.error());
  auto replica = proto::read_replica_answer(*json);
  if (!replica)
    return failed_request(replica.error());
  return read_answer(*replica, asked.address, during_replica_poll, service);
}

check_request feature_sync::checks(const proto::layer_record& record) const {
  const auto& request = task_of(record).request;
  check_request check;
  check.kind = proto::export_kind::feature_sync;
  for (const auto& query : request.layers)
    check.service_layers.push_back(query.layer_id);
  check.replica = request.sync_model != proto::sync_model::none;
  return check;
}

std::optional<small_request> feature_sync::cancel(const proto::layer_record&, const std::string&) const {
  return std::nullopt;
}

proto::feature_sync_task task_of(const proto::ledger_record& entry) {
  return {entry.service, {}, entry.parameters, entry.secret_parameters};
}

small_request list_replicas(const proto::ledger_record& entry) {
  return service_request(task_of(entry), entry.service + "/replicas", entry.portal, http_method::get);
}

small_request unregister_replica(const proto::ledger_record& entry, const std::string& replica_id) {
  return service_request(task_of(entry), entry.service + "/unRegisterReplica", entry.portal, http_method::post,
    {{"f", "json"}, {"replicaID", plain_id(replica_id)}});
}

proto::outcome read_unregister(const reply& answer) {
  auto json = json_of(answer, "releasing a replica", proto::without_query(answer.address));
  if (json)
    return std::nullopt;
  if (proto::contains_word(json.error().server_said, "replica not found"))
    return std::nullopt;
  return json.error();
}

bool is_replica_of(const std::string& replica_name, const std::string& asked_name) {
  if (replica_name == asked_name)
    return true;
  if (!replica_name.starts_with(asked_name + "_"))
    return false;
  const auto number = std::string_view{replica_name}.substr(asked_name.size() + 1);
  return !number.empty()
    && std::all_of(number.begin(), number.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

std::string replica_name(const std::string& install_id, const std::string& job, int layer, std::uint32_t attempt) {
  return install_id + "-" + job + "-" + std::to_string(layer) + "-" + std::to_string(attempt);
}

} // namespace core
