#pragma once

#include "core/plan/plan_inputs.hpp"
#include "proto/control/job_request.hpp"

#include <vector>

namespace core {

/// What planning believed when it made these exports: when the item was changed last, the
/// map's document, what it read of each service and layer, and the orders themselves.
/// What changes as people work (extents of data) is no part of it.
proto::plan_basis basis_of(const plan_inputs& inputs, const std::vector<planned_export>& exports);

/// `planChanged`, naming what differs, unless both are the same.
proto::outcome changed_since(const proto::plan_basis& then, const proto::plan_basis& now);

} // namespace core
