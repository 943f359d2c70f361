#pragma once

#include "io/http/options.hpp"

#include <chrono>
#include <cstdint>

namespace io {

/// How fast a transfer is, and whether it still moves. Pure: the time is told.
/// Time spent paused on our own account counts for nothing.
class pace {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit pace(const http_options& options) : options_(&options) {}

  void begin(time_point now); ///< a new connection
  void received(std::uint64_t bytes, time_point now);
  void paused() { paused_ = true; }
  void resumed(time_point now) { begin(now); }

  bool stalled(time_point now) const; ///< not one byte for too long
  bool slow(time_point now);          ///< bytes, but hardly any
  bool fast() const { return rate_ > static_cast<double>(options_->fast_rate); }

private:
  const http_options* options_;
  bool paused_ = false;
  time_point last_byte_;
  time_point slow_since_; ///< begin of the slow window
  std::uint64_t slow_bytes_ = 0;
  time_point measured_since_;
  std::uint64_t measured_bytes_ = 0;
  double rate_ = 0; ///< bytes a second
};

} // namespace io
