#pragma once

#include "core/plan/planner.hpp"

#include <nlohmann/json_fwd.hpp>

namespace core {

/// What can be asked about a map without taking it.
enum class survey_kind {
  defaults,       ///< the parameters as they would take effect
  capabilities,   ///< which layers go offline, and why others do not
  overrides,      ///< what each service would be asked for
  plan,           ///< every request that a job would make, with its numbers
  estimated_plan, ///< the same, with the services' own estimates of sizes
};

/// How much has to be read to answer.
plan_purpose purpose_of(survey_kind kind);

/// What is planned to answer: overrides come from the parameters, whatever the job
/// overrides.
proto::job_request request_of(survey_kind kind, proto::job_request job);

/// The answer, as the document that the control socket gives and people see. Overrides and
/// plans of a map that a job would refuse fail as the job would.
proto::result<nlohmann::json> survey_document(
  survey_kind kind, const proto::job_request& request, const prepared_map& map);

} // namespace core
