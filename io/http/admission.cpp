#include "io/http/admission.hpp"

#include <algorithm>

namespace io {

std::size_t admission::limit(const host& which, time_point now) const {
  if (which.reduced_to == 0)
    return per_host_;
  const auto minutes = std::chrono::duration_cast<std::chrono::minutes>(now - which.reduced_at).count();
  return std::min(per_host_, which.reduced_to + static_cast<std::size_t>(std::max<std::int64_t>(minutes, 0)));
}

bool admission::enter(const std::string& origin, kind what, time_point now) {
  auto& at = hosts_[origin];
  const auto most = limit(at, now);
  if (what == kind::artifact) {
    if (at.artifacts >= most || artifacts_ >= total_)
      return false;
    ++at.artifacts;
    ++artifacts_;
  } else {
    const bool has_one = at.small > 0;
    if ((has_one && at.artifacts + at.small >= most + 1) || running() >= total_ + 1)
      return false;
    ++at.small;
    ++small_;
  }
  return true;
}

void admission::leave(const std::string& origin, kind what) {
  auto& at = hosts_[origin];
  auto& here = what == kind::artifact ? at.artifacts : at.small;
  auto& all = what == kind::artifact ? artifacts_ : small_;
  --here;
  --all;
}

void admission::slow_down(const std::string& origin, time_point now) {
  auto& at = hosts_[origin];
  at.reduced_to = std::max<std::size_t>(1, limit(at, now) / 2);
  at.reduced_at = now;
}

} // namespace io
