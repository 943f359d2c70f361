#pragma once

#include <cstdint>
#include <vector>

namespace core {

/// Counts a crash; true when it is the third within ten minutes and starting
/// again has become pointless. `now` in epoch milliseconds.
inline bool crashed_too_often(std::vector<std::int64_t>& crashes, std::int64_t now) {
  constexpr std::int64_t ten_minutes = 10 * 60 * 1000;
  std::erase_if(crashes, [now](std::int64_t time) { return time <= now - ten_minutes; });
  crashes.push_back(now);
  return crashes.size() >= 3;
}

} // namespace core
