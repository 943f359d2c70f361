#pragma once

#include "proto/control/job_request.hpp"
#include "proto/control/map_plan.hpp"

#include <nlohmann/json_fwd.hpp>

namespace proto {

/// A plan as people keep it in a file: `{version, job, basis, …}` with the members of
/// map_plan. The job is executed unchanged by giving the document back.
nlohmann::json plan_document(const map_plan& plan, const job_request& job, const plan_basis& basis);

/// The job of such a document, to be executed only where its basis is still true. Its
/// numbers are not looked at, so that they may be left out. Names the element that is wrong.
result<job_request> read_plan_document(const nlohmann::json& json);

} // namespace proto
