#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <string>

namespace io {

/// Who may have a connection now. curl's own host limit is no replacement:
/// handles that wait inside curl burn their time limits.
class admission {
public:
  using time_point = std::chrono::steady_clock::time_point;
  enum class kind { small, artifact };

  admission(std::size_t total, std::size_t per_host) : total_(total), per_host_(per_host) {}

  /// Takes a place if there is one. Small requests have one place more, a host
  /// and in total: a poll must not wait behind long downloads, also where these are
  /// more than a host that has become busy would get now.
  bool enter(const std::string& origin, kind what, time_point now);
  void leave(const std::string& origin, kind what);
  /// After 429 or 503: half as many for this host, one more each minute.
  void slow_down(const std::string& origin, time_point now);
  std::size_t running() const { return artifacts_ + small_; }

private:
  struct host {
    std::size_t artifacts = 0;
    std::size_t small = 0;
    std::size_t reduced_to = 0; ///< 0 = not reduced
    time_point reduced_at;
  };
  std::size_t limit(const host& which, time_point now) const;

  std::size_t total_;
  std::size_t per_host_;
  std::size_t artifacts_ = 0;
  std::size_t small_ = 0;
  std::map<std::string, host> hosts_;
};

} // namespace io
