#pragma once

#include "core/ports/clock.hpp"

#include <cstdint>
#include <random>

namespace support {

/// Wall-clock time that the test moves.
class virtual_clock : public core::clock {
public:
  std::int64_t now() const override { return now_; }
  void set(std::int64_t now) { now_ = now; }

private:
  std::int64_t now_ = 1'700'000'000'000; // some day in November 2023
};

class seeded_entropy : public core::entropy {
public:
  explicit seeded_entropy(std::uint64_t seed) : random_(seed) {}
  std::uint64_t next() override { return random_(); }

private:
  std::mt19937_64 random_;
};

} // namespace support
