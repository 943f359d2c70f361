#include "io/http/checkpoint_gate.hpp"

namespace io {

void checkpoint_gate::received(std::uint64_t bytes, time_point now) {
  if (uncovered_ == 0)
    uncovered_since_ = now;
  if (unreported_ == 0)
    unreported_since_ = now;
  uncovered_ += bytes;
  unreported_ += bytes;
}

void checkpoint_gate::confirmed(std::uint64_t left_uncovered, time_point now) {
  uncovered_ = left_uncovered;
  uncovered_since_ = now;
}

void checkpoint_gate::reported(time_point now) {
  unreported_ = 0;
  unreported_since_ = now;
}

bool checkpoint_gate::report_due(time_point now) const {
  return unreported_ >= options_->report_bytes
    || (unreported_ > 0 && now - unreported_since_ >= options_->report_interval);
}

bool checkpoint_gate::closed(time_point now, bool fast) const {
  const auto limit = fast ? options_->uncovered_bytes_fast : options_->uncovered_bytes;
  return uncovered_ >= limit || (uncovered_ > 0 && now - uncovered_since_ >= options_->uncovered_limit);
}

} // namespace io
