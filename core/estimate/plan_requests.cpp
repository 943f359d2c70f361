#include "core/estimate/plan_requests.hpp"

#include "core/exports/export_protocol.hpp"
#include "proto/text.hpp"

namespace core {
namespace {

/// The address of an answer that nobody knows before.
constexpr auto told_by_service = "<address in the service's answer>";

proto::plan_request described(std::string step, const small_request& request) {
  return {std::move(step), request.method == http_method::get ? "GET" : "POST", request.address, request.form};
}

} // namespace

std::vector<proto::plan_request> requests_of(const planned_export& planned, int index, const std::string& portal) {
  proto::layer_record record;
  record.index = index;
  record.task = planned.task;
  record.covers = planned.covers;
  const auto* sync = std::get_if<proto::feature_sync_task>(&planned.task);
  if (sync != nullptr)
    record.name = "<install>-<job>-" + std::to_string(index) + "-<attempt>";
  const auto& protocol = protocol_of(proto::kind_of(planned.task));
  std::vector<proto::plan_request> all{described("export", protocol.submit(record, portal))};
  const bool is_asked_for = sync == nullptr || sync->request.async;
  if (is_asked_for) {
    record.server_job.address = sync == nullptr ? proto::service_of(planned.task) + "/jobs/<job>" : told_by_service;
    all.push_back(described("status", protocol.poll(record, portal)));
  }
  all.push_back({"download", "GET", told_by_service});
  if (sync != nullptr && sync->unregister_when_taken)
    all.push_back(
      {"release", "POST", sync->service + "/unRegisterReplica", {{"f", "json"}, {"replicaID", "<replica>"}}});
  return all;
}

} // namespace core
