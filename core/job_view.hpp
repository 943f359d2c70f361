#pragma once

#include "core/job_machine.hpp"
#include "proto/control/job_view.hpp"

#include <map>

namespace core {

/// A job as people see it. `percent` is what servers say about their own jobs,
/// by layer index.
proto::job_view view_of(const job_state& state, const std::map<int, double>& percent);

/// Whether a person must be told now (a phase, a wait, an error), or only bytes moved on.
bool visibly_differs(const job_state& before, const job_state& after);

} // namespace core
