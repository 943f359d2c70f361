#include "core/plan/survey.hpp"

#include "proto/control/plan_document.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <array>

namespace core {
namespace {

/// `parameters` can be put into a job file as they are.
nlohmann::json defaults_document(const prepared_map& map) {
  auto not_applied = nlohmann::json::array();
  for (const auto& one : map.plan.findings)
    not_applied.push_back(proto::to_json(one));
  return {{"parameters", proto::to_json(map.parameters)}, {"notApplied", std::move(not_applied)}};
}

/// OfflineMapParametersKey.
nlohmann::json key_of(const proto::export_task& task) {
  static constexpr std::array types{"generateGeodatabase", "exportTileCache", "exportVectorTiles"};
  return {{"serviceUri", proto::without_query(proto::service_of(task))}, {"type", types.at(task.index())}};
}

/// The keys lead from the ids of layers and tables in the web map to the entries.
nlohmann::json overrides_document(const prepared_map& map) {
  auto layers = nlohmann::json::object();
  auto tables = nlohmann::json::object();
  for (const auto& planned : map.plan.exports)
    for (const auto& covered : planned.covers)
      (covered.is_table ? tables : layers)[proto::valid_utf8(covered.id)] = key_of(planned.task);
  return {
    {"overrides", proto::to_json(map.overrides)}, {"layerKeys", std::move(layers)}, {"tableKeys", std::move(tables)}};
}

/// Without continueOnErrors, what cannot be taken is no matter of leaving it out.
proto::outcome refusal_of(const prepared_map& map) {
  if (!map.capabilities.errors.empty())
    return map.capabilities.errors.front();
  if (map.parameters.continue_on_errors)
    return std::nullopt;
  for (const auto* errors : {&map.plan.layer_errors, &map.plan.table_errors})
    if (!errors->empty())
      return errors->front().failure;
  return std::nullopt;
}

} // namespace

proto::job_request request_of(survey_kind kind, proto::job_request job) {
  if (kind == survey_kind::overrides) {
    job.overrides.reset();
    job.basis.reset(); // of a plan with overrides
  }
  return job;
}

plan_purpose purpose_of(survey_kind kind) {
  switch (kind) {
  case survey_kind::defaults: return plan_purpose::defaults;
  case survey_kind::plan: return plan_purpose::plan;
  case survey_kind::estimated_plan: return plan_purpose::estimated_plan;
  case survey_kind::capabilities:
  case survey_kind::overrides: break;
  }
  return plan_purpose::survey;
}

proto::result<nlohmann::json> survey_document(
  survey_kind kind, const proto::job_request& request, const prepared_map& map) {
  if (kind == survey_kind::defaults)
    return defaults_document(map);
  if (kind == survey_kind::capabilities)
    return proto::to_json(map.capabilities);
  if (auto why = refusal_of(map))
    return *why;
  return kind == survey_kind::overrides ? overrides_document(map)
                                        : proto::plan_document(map.numbers, request, map.basis);
}

} // namespace core
