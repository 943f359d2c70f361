#pragma once

#include <vector>

#include "sandbox/features/row_index.hpp"
#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/jobs.hpp"

namespace sandbox {

/// Chooses rows and attachments of every layer of a replica by its option, its condition and what was asked for; then
/// those that are related. `indices` has one for each table of the service; `now_ms` is what CURRENT_TIMESTAMP means.
/// Counts the rows into `progress`. A problem if the place cannot be carried over or the job was cancelled.
outcome<bool> choose_rows(
  replica_request& wanted, const std::vector<row_index>& indices, std::int64_t now_ms, job_progress& progress);

} // namespace sandbox
