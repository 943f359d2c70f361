#pragma once

#include <cstdint>
#include <string>

namespace core {

/// Wall-clock time. Timers belong to whoever schedules; rules get the time as an argument.
class clock {
public:
  virtual ~clock() = default;
  virtual std::int64_t now() const = 0; ///< epoch milliseconds, UTC
};

/// Randomness, for jitter and names.
class entropy {
public:
  virtual ~entropy() = default;
  virtual std::uint64_t next() = 0; ///< uniformly distributed
};

/// A number in [0, 1).
double unit(entropy& source);
/// A job id: 26 characters (Crockford base 32), ordered by time.
std::string make_job_id(std::int64_t now, entropy& source);

} // namespace core
