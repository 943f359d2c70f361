#pragma once

#include <chrono>
#include <cstddef>
#include <deque>

namespace io {

/// Name look-ups that nobody waits for any more. libcurl leaves a thread behind for
/// each, until the system's resolver gives up: there must not be too many of them.
/// Pure: the time is told.
class look_up_limit {
public:
  using time_point = std::chrono::steady_clock::time_point;

  static constexpr std::size_t most = 16;
  /// The C library's resolver asks three servers twice, 5 s each, for two search domains.
  static constexpr auto longest = std::chrono::seconds{60};

  void left_behind(time_point now) { left_.push_back(now); }
  bool reached(time_point now) {
    while (!left_.empty() && now - left_.front() >= longest)
      left_.pop_front();
    return left_.size() >= most;
  }

private:
  std::deque<time_point> left_;
};

} // namespace io
