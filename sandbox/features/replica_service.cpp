#include "sandbox/features/replica_service.hpp"

#include <utility>

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

const char* status_word(const job_view& job) {
  switch (job.state) {
  case job_state::waiting: return "Pending";
  case job_state::executing: return job.done > 0 ? "ExportingData" : "InProgress";
  case job_state::succeeded: return "Completed";
  case job_state::failed:
  case job_state::cancelled: break;
  }
  return "Failed";
}

http_response not_found() { return error_answer(1, "Unable to complete operation.", {"Replica not found."}); }

const char* model_word(sync_model model) {
  return model == sync_model::none ? "none" : model == sync_model::per_layer ? "perLayer" : "perReplica";
}

} // namespace

std::string replica_service::file_key() const {
  return shared_.where.online()
    ? "replicafiles/" + service_.name + "_" + random_hex(16) + ".geodatabase"
    : "arcgisoutput/" + service_.name + "_MapServer/_ags_data{" + upper_case(random_hex(16)) + "}.geodatabase";
}

std::string replica_service::result_address(const http_request& request, const std::string& key) const {
  return shared_.where.online() ? shared_.where.service_root(request, service_.path(), service_.server) + "/" + key
                                : shared_.where.server_root(request, service_.server) + "/rest/directories/" + key;
}

outcome<std::string> replica_service::build(replica_request wanted, job_progress& progress) {
  const std::string id = wanted.replica_id, owner = wanted.owner;
  auto key = written(std::move(wanted), progress);
  if (key) {
    replicas_.list(id);
  } else {
    replicas_.remove(id, owner); // its name is free again
  }
  return key;
}

outcome<std::string> replica_service::written(replica_request wanted, job_progress& progress) const {
  for (replica_layer& layer : wanted.layers) {
    if (progress.cancelled)
      return problem{"The job was cancelled."};
    auto rows = rows_of(layer, wanted.extent);
    if (!rows)
      return problem{rows.error()};
    progress.done += static_cast<std::int64_t>(rows->size());
    layer.rows = std::move(*rows);
  }
  const std::filesystem::path draft = shared_.results.draft();
  const auto made = write_geodatabase(draft, wanted);
  if (!made)
    return problem{made.error()};
  return shared_.results.publish(draft, file_key());
}

http_response replica_service::create(const http_request& request, const std::string& user) {
  if (request.method != "POST")
    return error_answer(405, "Method Not Allowed");
  auto order = read_replica_order(shared_, service_, request);
  if (!order)
    return invalid_parameters(order.error());
  replica_request& wanted = order->wanted;
  const std::string uuid = random_uuid();
  wanted.replica_id = shared_.where.online() ? uuid : "{" + upper_case(uuid) + "}";
  wanted.owner = user;
  wanted.server_generation = ++generation_;
  for (replica_layer& layer : wanted.layers)
    layer.server_generation = wanted.server_generation;
  if (wanted.model != sync_model::none) {
    wanted.replica_name = replicas_.reserve(wanted.replica_name, wanted.replica_id, user).name;
  }
  if (!order->asynchronous)
    return built_at_once(request, *order);

  job_order job;
  job.owner = service_.path();
  job.id = random_uuid();
  for (const replica_layer& layer : wanted.layers)
    job.total += static_cast<std::int64_t>(layer.source->rows.size());
  job.details = {
    {"replicaName", wanted.replica_name}, {"replicaID", wanted.model == sync_model::none ? "" : wanted.replica_id}};
  job.work = [this, wanted](job_progress& progress) { return build(wanted, progress); };
  const std::string id = job.id;
  shared_.jobs.submit(std::move(job));
  const std::string root = shared_.where.service_root(request, service_.path(), service_.server);
  return json_answer(request,
    {{"statusUrl", shared_.where.online() ? root + "/jobs/" + id : root + "/createReplica/" + id + "?statusId=" + id}});
}

http_response replica_service::built_at_once(const http_request& request, const replica_order& order) {
  job_progress progress;
  const auto key = build(order.wanted, progress);
  if (!key)
    return error_answer(500, "Error exporting replica data.", {key.error()});
  const std::string address = result_address(request, *key);
  if (order.wanted.model == sync_model::none) {
    return json_answer(request, {{"transportType", "esriTransportTypeUrl"}, {"URL", address}});
  }
  return json_answer(request,
    {{"replicaName", order.wanted.replica_name}, {"replicaID", order.wanted.replica_id},
      {"transportType", "esriTransportTypeUrl"}, {"responseType", "esriReplicaResponseTypeData"},
      {"syncModel", model_word(order.wanted.model)}, {"targetType", "client"},
      {shared_.where.online() ? "resultUrl" : "responseUrl", address}});
}

http_response replica_service::status(const http_request& request, const std::string& job_id) {
  const auto job = shared_.jobs.find(service_.path(), job_id);
  if (!job)
    return error_answer(400, "Unable to complete operation.", {"Job " + job_id + " was not found."});
  json answer{{"replicaName", job->details.at("replicaName")}, {"status", status_word(*job)},
    {"submissionTime", job->submitted_ms}, {"lastUpdatedTime", job->updated_ms}};
  if (job->state == job_state::executing && job->done > 0)
    answer["recordCount"] = job->done;
  if (job->state == job_state::succeeded) {
    answer["replicaID"] = job->details.at("replicaID");
    answer["responseType"] = "esriReplicaResponseTypeData";
    answer["transportType"] = "esriTransportTypeURL";
    answer["targetType"] = "client";
    answer["resultUrl"] = result_address(request, job->result);
  }
  if (job->state == job_state::failed) {
    answer["error"] = {{"code", 500}, {"message", "Error exporting replica data."}, {"details", {job->message}}};
  }
  return json_answer(request, answer);
}

http_response replica_service::list(const http_request& request, const std::string& user) const {
  json names = json::array();
  for (const auto& entry : replicas_.of(user)) {
    names.push_back({{"replicaName", entry.name}, {"replicaID", entry.id}});
  }
  return json_answer(request, names);
}

http_response replica_service::info(const http_request& request, const std::string& user, const std::string& id) const {
  for (const auto& entry : replicas_.of(user)) {
    if (entry.id != id)
      continue;
    return json_answer(request,
      {{"replicaName", entry.name}, {"replicaID", entry.id}, {"replicaOwner", entry.owner}, {"targetType", "client"}});
  }
  return not_found();
}

http_response replica_service::unregister(const http_request& request, const std::string& user) {
  if (request.method != "POST")
    return error_answer(405, "Method Not Allowed");
  if (!replicas_.remove(request.parameter("replicaID"), user))
    return not_found();
  return json_answer(request, {{"success", true}});
}

http_response replica_service::result_file(const http_request& request, const std::string& name) {
  const std::string key = "replicafiles/" + name;
  if (!shared_.where.online() || !shared_.results.contains(key))
    return html_page(404, "There is no such file.");
  http_response answer = html_page(302, "The file lies elsewhere.");
  answer.headers["Location"] = shared_.store.signed_address(request, key);
  return answer;
}

} // namespace sandbox
