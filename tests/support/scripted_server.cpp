#include "tests/support/scripted_server.hpp"

#include <nlohmann/json.hpp>

namespace support {
namespace {

using nlohmann::json;

core::reply say(const json& body, const std::string& address) {
  core::reply answer;
  answer.status = 200;
  answer.content_type = "application/json";
  answer.body = body.dump();
  answer.address = address;
  return answer;
}

core::reply error(int code, const std::string& words, const std::string& address) {
  return say({{"error", {{"code", code}, {"message", words}, {"details", json::array()}}}}, address);
}

std::string form_value(const core::small_request& request, const std::string& key) {
  for (const auto& [name, value] : request.form)
    if (name == key)
      return value;
  return {};
}

/// "https://gis.test/s/0/FeatureServer/jobs/7" → service and what follows it.
std::pair<std::string, std::string> split(const std::string& address) {
  auto at = address.find("Server");
  if (at == std::string::npos)
    return {address, {}};
  at += 6;
  return {address.substr(0, at), at < address.size() ? address.substr(at + 1) : std::string{}};
}

std::string without_query(const std::string& address) { return address.substr(0, address.find('?')); }

} // namespace

const scripted_server::manners& scripted_server::habits_of(const std::string& service) const {
  static const manners plain;
  for (const auto& key : {service, std::string{}})
    if (auto found = behaviour.find(key); found != behaviour.end())
      return found->second;
  return plain;
}

core::reply scripted_server::answer(const core::small_request& request) {
  ++requests;
  if (request.address.find("/sharing/rest") != std::string::npos)
    return say({{"document", request.address}}, request.address);
  auto [service, rest] = split(request.address);
  if (rest.empty())
    return say({{"currentVersion", 11}}, request.address);
  if (rest == "createReplica")
    return create_replica(service, request);
  if (rest == "exportTiles")
    return export_tiles(service);
  if (rest == "replicas")
    return list(service);
  if (rest == "unRegisterReplica")
    return unregister(form_value(request, "replicaID"));
  if (rest.ends_with("/cancel")) {
    cancelled.push_back(service);
    return say({{"jobStatus", "esriJobCancelling"}}, request.address);
  }
  if (auto at = rest.find("jobs/"); at != std::string::npos)
    return ask_job(service, rest.substr(at + 5));
  return error(404, "no such resource", request.address);
}

// Asking for files -----------------------------------------------------------------

std::string scripted_server::make_replica(const std::string& service, const std::string& name) {
  auto id = "R" + std::to_string(++last_);
  replicas[id] = name;
  replica_service[id] = service;
  return id;
}

std::string scripted_server::make_job(const std::string& service, const std::string& name) {
  const auto& habits = habits_of(service);
  auto id = "j" + std::to_string(++last_);
  auto& job = jobs_[id];
  job.service = service;
  job.name = name;
  auto number = jobs_of_[service]++;
  job.fails = number < habits.jobs_that_fail;
  job.lost = !job.fails && number < habits.jobs_that_fail + habits.jobs_that_get_lost;
  return id;
}

core::reply scripted_server::create_replica(const std::string& service, const core::small_request& request) {
  auto name = form_value(request, "replicaName");
  names_asked.push_back(name);
  const auto& habits = habits_of(service);
  if (habits.refuses)
    return error(400, "Sync is not allowed here", request.address);
  if (habits.makes_twins)
    make_replica(service, name + "_0");
  if (habits.answers_at_once) {
    auto id = make_replica(service, name);
    return say({{"replicaName", name}, {"replicaID", id}, {"resultUrl", file_address(service)}}, request.address);
  }
  return say({{"statusUrl", service + "/jobs/" + make_job(service, name)}}, request.address);
}

core::reply scripted_server::export_tiles(const std::string& service) {
  ++exports_asked[service];
  if (habits_of(service).refuses)
    return error(400, "Export is not allowed here", service);
  return say({{"jobId", make_job(service, {})}, {"jobStatus", "esriJobSubmitted"}}, service);
}

core::reply scripted_server::ask_job(const std::string& service, const std::string& id) {
  auto found = jobs_.find(id);
  auto address = service + "/jobs/" + id;
  if (found == jobs_.end() || found->second.lost)
    return error(404, "no such job", address);
  auto& job = found->second;
  const auto& habits = habits_of(service);
  bool features = !job.name.empty();
  if (habits.never_ends || job.polls++ < habits.polls_until_done)
    return features ? say({{"status", "InProgress"}}, address)
                    : say({{"jobId", id}, {"jobStatus", "esriJobExecuting"}}, address);
  if (job.fails)
    return features ? say({{"status", "Failed"}, {"error", {{"code", 500}, {"message", "it broke"}}}}, address)
                    : say({{"jobId", id}, {"jobStatus", "esriJobFailed"}}, address);
  auto file = file_address(service);
  if (!features)
    return say({{"jobId", id}, {"jobStatus", "esriJobSucceeded"}, {"output", {{"outputUrl", {file}}}}}, address);
  if (job.replica.empty())
    job.replica = make_replica(service, job.name);
  return say(
    {{"status", "Completed"}, {"replicaName", job.name}, {"replicaID", job.replica}, {"resultUrl", file}}, address);
}

// Files -------------------------------------------------------------------------------

std::string scripted_server::file_address(const std::string& service) {
  const auto& habits = habits_of(service);
  auto number = std::to_string(addresses_of_[service]);
  bool features = service.ends_with("FeatureServer");
  auto ending = features ? ".geodatabase" : service.ends_with("MapServer") ? ".tpkx" : ".vtpk";
  auto path = (habits.signs_addresses ? "https://files.test/results/" : service + "/results/")
    + std::to_string(std::hash<std::string>{}(service)) + ending;
  files_[path] = service;
  auto address = path + (habits.signs_addresses ? "?sig=" + number : "");
  if (addresses_of_[service]++ < habits.addresses_that_expire)
    dead_.insert(address);
  else
    dead_.erase(address);
  return address;
}

std::string scripted_server::content_of(const std::string& service) const {
  std::string content{service.ends_with("FeatureServer") ? 'G' : service.ends_with("MapServer") ? 'R' : 'V'};
  auto seed = std::hash<std::string>{}(service);
  for (auto size = habits_of(service).file_size; content.size() < size;) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    content += static_cast<char>('a' + (seed >> 33) % 26);
  }
  return content;
}

std::optional<scripted_server::result_file> scripted_server::download(const std::string& address) {
  auto found = files_.find(without_query(address));
  if (found == files_.end() || dead_.count(address) > 0)
    return std::nullopt;
  auto content = content_of(found->second);
  auto number = downloads_of_[found->second]++;
  if (number < habits_of(found->second).files_that_are_damaged)
    return result_file{"?" + content.substr(1), "\"damaged" + std::to_string(number) + "\""};
  return result_file{content, "\"good\""};
}

// Replicas ------------------------------------------------------------------------------

core::reply scripted_server::list(const std::string& service) const {
  json all = json::array();
  for (const auto& [id, name] : replicas)
    if (replica_service.at(id) == service)
      all.push_back({{"replicaName", name}, {"replicaID", id}});
  return say(all, service + "/replicas");
}

core::reply scripted_server::unregister(const std::string& id) {
  if (replicas.erase(id) == 0)
    return error(400, "replica not found", "unRegisterReplica");
  released.push_back(id);
  return say({{"success", true}}, "unRegisterReplica");
}

} // namespace support
