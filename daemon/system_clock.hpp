#pragma once

#include "core/ports/clock.hpp"

#include <mutex>
#include <random>

namespace mapferryd {

class system_clock final : public core::clock {
public:
  std::int64_t now() const override;
};

/// The kernel's randomness, spread by a generator. Callable from any thread.
class system_entropy final : public core::entropy {
public:
  system_entropy();
  std::uint64_t next() override;

private:
  std::mutex mutex_;
  std::mt19937_64 generator_;
};

} // namespace mapferryd
