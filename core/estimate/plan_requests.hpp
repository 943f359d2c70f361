#pragma once

#include "core/plan/planner.hpp"
#include "proto/control/map_plan.hpp"

#include <string>
#include <vector>

namespace core {

/// What one export will ask of its service, in order, as its first attempt does if all
/// goes well. What only the job or the service can name stands as `<…>`.
std::vector<proto::plan_request> requests_of(const planned_export& planned, int index, const std::string& portal);

} // namespace core
