#pragma once

#include <optional>
#include <string_view>

namespace sandbox {

/// What a client is told about a job. ArcGIS REST API, Job: `esriJobNew` ...; feature services use other words.
enum class job_state {
  fresh,
  submitted,
  waiting,
  executing,
  succeeded,
  completed_with_errors,
  failed,
  timed_out,
  cancelling,
  cancelled,
  deleting,
  deleted
};

/// `New`, `Submitted` ... `CompletedWithErrors` ...
const char* name_of(job_state state);
/// Nothing for any other word; case does not matter.
std::optional<job_state> job_state_named(std::string_view word);

/// Nothing will change any more.
bool is_over(job_state state);
/// It is over, and what it made is there.
bool has_result(job_state state);

} // namespace sandbox
