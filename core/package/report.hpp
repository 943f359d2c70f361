#pragma once

#include "core/plan/planner.hpp"
#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"

#include <nlohmann/json.hpp>

#include <vector>

namespace core {

/// `<target>.report.json`: result, failures, hashes and origin of every file,
/// and what a person should know about them.
nlohmann::json make_report(
  const proto::job_record& job, const offline_plan& plan, const std::vector<proto::layer_record>& layers);

} // namespace core
