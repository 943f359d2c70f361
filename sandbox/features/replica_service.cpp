#include "sandbox/features/replica_service.hpp"

#include <fstream>
#include <sstream>
#include <utility>

#include "sandbox/base/digest.hpp"
#include "sandbox/features/json_replica.hpp"
#include "sandbox/features/replica_documents.hpp"
#include "sandbox/features/replica_selection.hpp"
#include "sandbox/http/answers.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

http_response not_found() { return error_answer(1, "Unable to complete operation.", {"Replica not found."}); }

http_response without_sync() { return error_answer(400, "Requested operation is not supported by this service."); }

/// What clients are told that a job does, in this order.
std::vector<std::string> phases_of(const replica_request& wanted) {
  std::vector<std::string> phases{"InProgress", "ExportingData"};
  if (wanted.returns_attachments)
    phases.emplace_back("ExportAttachments");
  return phases;
}

} // namespace

std::string replica_service::service_root(const http_request& request) const {
  return shared_.where.service_root(request, service_.path(), service_.server);
}

std::string replica_service::file_key(replica_format format) const {
  const std::string ending = format == replica_format::json ? ".json" : ".geodatabase";
  return shared_.where.online()
    ? "replicafiles/" + service_.name + "_" + random_hex(16) + ending
    : "arcgisoutput/" + service_.name + "_MapServer/_ags_data{" + upper_case(random_hex(16)) + "}" + ending;
}

std::string replica_service::result_address(const http_request& request, const std::string& key) const {
  return shared_.where.online() ? service_root(request) + "/" + key
                                : shared_.where.server_root(request, service_.server) + "/rest/directories/" + key;
}

http_response replica_service::create(const http_request& request, const std::string& user) {
  if (request.method != "POST")
    return error_answer(405, "Method Not Allowed");
  if (!service_.sync)
    return without_sync();
  auto order = read_replica_order({service_, service_root(request), shared_.where.speaks(), shared_.clock()}, request);
  if (!order)
    return invalid_parameters(order.error());
  replica_request& wanted = order->wanted;
  const std::string uuid = random_uuid();
  wanted.replica_id = shared_.where.online() ? uuid : "{" + upper_case(uuid) + "}";
  wanted.owner = user;
  wanted.server_generation = ++generation_;
  for (replica_layer& layer : wanted.layers)
    layer.server_generation = wanted.server_generation;
  if (wanted.model != sync_model::none)
    wanted.replica_name = replicas_.reserve(wanted.replica_name, wanted.replica_id, user);
  return order->asynchronous ? submitted(request, *order) : built_at_once(request, std::move(*order));
}

http_response replica_service::submitted(const http_request& request, const replica_order& order) {
  const replica_request& wanted = order.wanted;
  job_order job;
  job.owner = service_.path();
  job.id = random_uuid();
  for (const replica_layer& layer : wanted.layers)
    job.total += static_cast<std::int64_t>(layer.source->rows.size());
  job.details = {
    {"replicaName", wanted.replica_name}, {"replicaID", wanted.model == sync_model::none ? "" : wanted.replica_id}};
  job.phases = phases_of(wanted);
  job.work = [this, order](job_progress& progress) { return build(order, progress); };
  const std::string root = service_root(request), id = job.id;
  if (!shared_.jobs.submit(std::move(job))) {
    replicas_.remove(wanted.replica_id, wanted.owner);
    return busy_answer();
  }
  return json_answer(request,
    {{"statusUrl", shared_.where.online() ? root + "/jobs/" + id : root + "/createReplica/" + id + "?statusId=" + id}});
}

http_response replica_service::built_at_once(const http_request& request, replica_order order) {
  json answer = replica_head_json(order.wanted);
  const bool embedded = order.embedded, registered = order.wanted.model != sync_model::none;
  job_progress progress;
  const auto made = build(std::move(order), progress);
  if (!made)
    return error_answer(500, "Error exporting replica data.", {made.error()});
  if (embedded)
    return json_text(*made);
  const std::string address = result_address(request, *made);
  if (!registered)
    return json_answer(request, {{"transportType", "esriTransportTypeUrl"}, {"URL", address}});
  answer["transportType"] = "esriTransportTypeUrl";
  answer[shared_.where.online() ? "resultUrl" : "responseUrl"] = address;
  return json_answer(request, answer);
}

outcome<std::string> replica_service::build(replica_order order, job_progress& progress) {
  auto made = written(order, progress);
  const replica_request& wanted = order.wanted;
  if (made) {
    replicas_.list(wanted.replica_id, replica_info_json(wanted));
  } else {
    replicas_.remove(wanted.replica_id, wanted.owner); // its name is free again
  }
  return made;
}

outcome<std::string> replica_service::written(replica_order& order, job_progress& progress) const {
  progress.phase = 1;
  const auto chosen = choose_rows(order.wanted, indices_, shared_.clock(), progress);
  if (!chosen)
    return problem{chosen.error()};
  progress.phase = phases_of(order.wanted).size() - 1;
  if (order.embedded) {
    std::ostringstream text;
    const auto embedded = write_json_replica(text, order, shared_.where.speaks());
    return embedded ? outcome<std::string>{text.str()} : problem{embedded.error()};
  }
  const std::filesystem::path draft = shared_.results.draft();
  const auto made = write(draft, order);
  if (!made)
    return problem{made.error()};
  return shared_.results.publish(draft, file_key(order.format));
}

outcome<bool> replica_service::write(const std::filesystem::path& draft, const replica_order& order) const {
  if (order.format == replica_format::sqlite) {
    const auto made = write_geodatabase(draft, order.wanted);
    return made ? outcome<bool>{true} : problem{made.error()};
  }
  std::ofstream file{draft, std::ios::binary};
  auto made = write_json_replica(file, order, shared_.where.speaks());
  file.close();
  if (made && !file)
    made = problem{"the replica cannot be written"};
  if (!made) {
    std::error_code ignored;
    std::filesystem::remove(draft, ignored);
  }
  return made;
}

http_response replica_service::status(const http_request& request, const std::string& job_id) {
  const auto job = shared_.jobs.find(service_.path(), job_id);
  if (!job)
    return error_answer(400, "Unable to complete operation.", {"Job " + job_id + " was not found."});
  return json_answer(request, replica_status_json(*job, result_address(request, job->result)));
}

http_response replica_service::list(const http_request& request, const std::string& user) const {
  if (!service_.sync)
    return without_sync();
  json names = json::array();
  for (const auto& entry : replicas_.of(user)) {
    names.push_back({{"replicaName", entry.name}, {"replicaID", entry.id}});
    if (request.flag("returnLastSyncDate"))
      names.back()["lastSyncDate"] = entry.info.at("lastSyncDate");
  }
  return json_answer(request, names);
}

http_response replica_service::info(const http_request& request, const std::string& user, const std::string& id) const {
  const json found = replicas_.find(id, user);
  return found.is_null() ? not_found() : json_answer(request, found);
}

http_response replica_service::unregister(const http_request& request, const std::string& user) {
  if (request.method != "POST")
    return error_answer(405, "Method Not Allowed");
  if (!service_.sync)
    return without_sync();
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
