#include "io/http/pace.hpp"

namespace io {

void pace::begin(time_point now) {
  paused_ = false;
  last_byte_ = slow_since_ = measured_since_ = now;
  slow_bytes_ = measured_bytes_ = 0;
}

void pace::received(std::uint64_t bytes, time_point now) {
  // Enough bytes that a burst out of the kernel's buffers does not count as speed.
  constexpr std::uint64_t enough = 4u << 20;
  last_byte_ = now;
  slow_bytes_ += bytes;
  measured_bytes_ += bytes;
  const std::chrono::duration<double> passed = now - measured_since_;
  if (measured_bytes_ >= enough || passed.count() > 1.0) {
    rate_ = static_cast<double>(measured_bytes_) / (passed.count() + 1e-9);
    measured_since_ = now;
    measured_bytes_ = 0;
  }
}

bool pace::stalled(time_point now) const { return !paused_ && now - last_byte_ >= options_->stalled_after; }

bool pace::slow(time_point now) {
  if (paused_ || now - slow_since_ < options_->slow_window)
    return false;
  const bool hardly = slow_bytes_ < options_->slow_bytes;
  slow_since_ = now;
  slow_bytes_ = 0;
  return hardly;
}

} // namespace io
