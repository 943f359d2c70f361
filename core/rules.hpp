#pragma once

#include "core/exports/export_protocol.hpp"
#include "core/package/package_layout.hpp"
#include "core/plan/planner.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace core {

/// The rules about portals, services and packages that machines and actors
/// call. Held as functions so that a test can state a smaller world.
struct rules {
  const export_protocol& (*protocol_of)(proto::export_kind) = nullptr;
  plan_step (*make_plan)(const plan_question&, const plan_documents&) = nullptr;
  package_files (*make_package)(
    const proto::job_record&, const offline_plan&, const std::vector<proto::layer_record>&) = nullptr;
};

/// As the daemon uses them.
rules standard_rules();

} // namespace core
