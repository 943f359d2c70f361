#pragma once

#include "actors/caf.hpp"

#include "core/ports/transfers.hpp"
#include "proto/control/job_request.hpp"
#include "proto/control/job_view.hpp"
#include "proto/result.hpp"

#include <optional>
#include <string>
#include <vector>

/// Every message and every handle, on one page.
namespace actors {

// Commands from outside, to the supervisor ----------------------------------

/// Take a job. Answered after it is durable.
struct submit_job {
  proto::job_request request;
};
/// `id` is empty when `failure` says why the job was not taken.
struct submitted {
  std::string id;
  std::optional<proto::failure> failure;
};

struct list_jobs {};
/// Unfinished jobs and finished ones that are not removed, oldest first.
struct job_list {
  std::vector<proto::job_view> jobs;
};

enum class job_command { pause, resume, cancel, remove };
/// Change what is wanted of a job. Answered after the wish is durable.
struct command_job {
  std::string id;
  job_command command = job_command::pause;
};
struct commanded {
  std::optional<proto::failure> failure;
};

/// A host answered, or did not (from the transfers port).
struct host_changed {
  core::host_state host;
};

} // namespace actors
