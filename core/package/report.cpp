#include "core/package/report.hpp"

#include "core/package/style_places.hpp"
#include "core/plan/map_services.hpp"
#include "proto/text.hpp"

#include <algorithm>

namespace core {
namespace {

constexpr int report_version = 1;

nlohmann::json report_of(const proto::layer_error& error) { return proto::to_json(error); }

/// The job's list is complete once its layers have ended; the plan's refusals
/// stand first in either.
nlohmann::json errors(const std::vector<proto::layer_error>& planned, const std::vector<proto::layer_error>& of_job) {
  auto list = nlohmann::json::array();
  for (const auto& error : planned)
    list.push_back(report_of(error));
  for (const auto& error : of_job)
    if (std::find(planned.begin(), planned.end(), error) == planned.end())
      list.push_back(report_of(error));
  return list;
}

nlohmann::json covered_ids(const proto::layer_record& layer) {
  auto ids = nlohmann::json::array();
  for (const auto& covered : layer.covers)
    ids.push_back(covered.id);
  return ids;
}

nlohmann::json files(const std::vector<proto::layer_record>& layers) {
  auto list = nlohmann::json::array();
  for (const auto& layer : layers) {
    if (layer.phase != proto::layer_phase::done)
      continue;
    for (const auto& file : layer.artifacts)
      list.push_back({{"path", "p13/" + file.final_name}, {"bytes", file.bytes}, {"sha256", file.sha256},
        {"service", proto::without_query(proto::service_of(layer.task))}, {"layers", covered_ids(layer)}});
  }
  return list;
}

/// Of what was downloaded, `files` tells; these were read while planning.
nlohmann::json styles(const offline_plan& plan, const std::vector<proto::layer_record>& layers) {
  auto list = nlohmann::json::array();
  for (const auto& place : style_places(plan, layers))
    list.push_back({{"path", "p13/" + place.folder}, {"style", place.style.address}});
  return list;
}

nlohmann::json replicas(const std::vector<proto::layer_record>& layers) {
  auto list = nlohmann::json::array();
  for (const auto& layer : layers)
    if (layer.phase == proto::layer_phase::done && proto::keeps_replica(layer.task))
      list.push_back({{"name", layer.name}, {"replicaID", layer.replica_id},
        {"service", proto::without_query(proto::service_of(layer.task))}});
  return list;
}

nlohmann::json findings(const offline_plan& plan) {
  auto list = nlohmann::json::array();
  for (const auto& one : plan.findings)
    list.push_back(proto::to_json(one));
  return list;
}

nlohmann::json notes(const offline_plan& plan, const std::vector<proto::layer_record>& layers) {
  auto list = nlohmann::json(lines_of(plan.findings));
  for (const auto& layer : layers)
    for (const auto& note : layer.notes)
      list.push_back(proto::without_query(proto::service_of(layer.task)) + ": " + note);
  return list;
}

} // namespace

nlohmann::json make_report(
  const proto::job_record& job, const offline_plan& plan, const std::vector<proto::layer_record>& layers) {
  auto layer_errors = errors(plan.layer_errors, job.layer_errors);
  auto table_errors = errors(plan.table_errors, job.table_errors);
  const bool has_errors = !layer_errors.empty() || !table_errors.empty();
  return {{"version", report_version}, {"job", job.id},
    {job.request.web_map ? "webMap" : "item", proto::map_of(job.request)},
    {"parameters", proto::to_json(job.request).value("parameters", nlohmann::json::object())},
    {"hasErrors", has_errors}, {"layerErrors", std::move(layer_errors)}, {"tableErrors", std::move(table_errors)},
    {"files", files(layers)}, {"styles", styles(plan, layers)}, {"replicas", replicas(layers)},
    {"times", {{"created", job.created_at}, {"planned", job.planned_at}}}, {"findings", findings(plan)},
    {"notes", notes(plan, layers)}};
}

} // namespace core
