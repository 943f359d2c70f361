#pragma once

#include "client/commands.hpp"
#include "client/progress_display.hpp"

#include <string>

namespace client {

/// Follows a job until it has ended, across restarts of the daemon. The exit
/// code is the job's; 5 when `call.timeout` has passed, 4 when there is no such job.
/// The daemon must answer at first: 12 else, unless it `has_answered` this command before.
int follow(const invocation& call, const std::string& job, progress_display& display, bool has_answered = false);

} // namespace client
