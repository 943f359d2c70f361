#pragma once

#include "proto/record/job_record.hpp"

#include <string>
#include <vector>

namespace io {

/// What the copies beside parts tell after the store was lost.
struct recovered_jobs {
  std::vector<proto::job_record> jobs; ///< queued again, by id: planning finds out the rest
  std::vector<std::string> unreadable; ///< copies that cannot be read, by path
};

/// Looks below the output roots for packages in the making and rebuilds their jobs.
/// A copy counts only where it lies in its own job's target, so that a folder that
/// somebody copied makes no second job. Follows no links; looks eight folders deep.
recovered_jobs recover_jobs(const std::vector<std::string>& roots);

} // namespace io
