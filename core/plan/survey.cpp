#include "core/plan/survey.hpp"

#include <nlohmann/json.hpp>

namespace core {
namespace {

/// `parameters` can be put into a job file as they are.
nlohmann::json defaults_document(const prepared_map& map) {
  auto not_applied = nlohmann::json::array();
  for (const auto& one : map.plan.findings)
    not_applied.push_back(proto::to_json(one));
  return {{"parameters", proto::to_json(map.parameters)}, {"notApplied", std::move(not_applied)}};
}

} // namespace

plan_purpose purpose_of(survey_kind kind) {
  return kind == survey_kind::defaults ? plan_purpose::defaults : plan_purpose::survey;
}

nlohmann::json survey_document(survey_kind kind, const prepared_map& map) {
  switch (kind) {
  case survey_kind::defaults: return defaults_document(map);
  case survey_kind::capabilities: return proto::to_json(map.capabilities);
  }
  return {};
}

} // namespace core
