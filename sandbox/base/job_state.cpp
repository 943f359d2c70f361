#include "sandbox/base/job_state.hpp"

#include <algorithm>
#include <array>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

/// In the order of the enumerators.
constexpr std::array names{"New", "Submitted", "Waiting", "Executing", "Succeeded", "CompletedWithErrors", "Failed",
  "TimedOut", "Cancelling", "Cancelled", "Deleting", "Deleted"};

} // namespace

const char* name_of(job_state state) { return names.at(static_cast<std::size_t>(state)); }

std::optional<job_state> job_state_named(std::string_view word) {
  const auto* const found =
    std::find_if(names.begin(), names.end(), [&](const char* name) { return same_word(name, word); });
  if (found == names.end())
    return {};
  return static_cast<job_state>(found - names.begin());
}

bool is_over(job_state state) {
  switch (state) {
  case job_state::succeeded:
  case job_state::completed_with_errors:
  case job_state::failed:
  case job_state::timed_out:
  case job_state::cancelled:
  case job_state::deleted: return true;
  case job_state::fresh:
  case job_state::submitted:
  case job_state::waiting:
  case job_state::executing:
  case job_state::cancelling:
  case job_state::deleting: break;
  }
  return false;
}

bool has_result(job_state state) { return state == job_state::succeeded || state == job_state::completed_with_errors; }

} // namespace sandbox
