#pragma once

#include "io/http/options.hpp"

#include <chrono>
#include <cstdint>

namespace io {

/// Bounds what a power cut can cost: a transfer whose bytes no checkpoint
/// covers is paused until one has landed. Pure: the time is told.
///
///   received ──► reported (on disk, told) ──► confirmed (durable and committed)
///      └───────────── uncovered ─────────────────┘
class checkpoint_gate {
public:
  using time_point = std::chrono::steady_clock::time_point;

  explicit checkpoint_gate(const http_options& options) : options_(&options) {}

  void received(std::uint64_t bytes, time_point now);
  void confirmed(std::uint64_t left_uncovered, time_point now);
  void reported(time_point now);

  bool unreported() const { return unreported_ > 0; }
  bool report_due(time_point now) const;
  bool closed(time_point now, bool fast) const;

private:
  const http_options* options_;
  std::uint64_t uncovered_ = 0;
  std::uint64_t unreported_ = 0;
  time_point uncovered_since_;
  time_point unreported_since_;
};

} // namespace io
