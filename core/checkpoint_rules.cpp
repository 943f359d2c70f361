#include "core/checkpoint_rules.hpp"

namespace core {

std::chrono::milliseconds time_to_checkpoint(std::uint64_t uncovered_bytes, std::int64_t since_last) {
  constexpr std::uint64_t enough = 1u << 20;
  constexpr std::int64_t brisk = 1000;
  constexpr std::int64_t slow = 4000;
  if (uncovered_bytes == 0)
    return std::chrono::milliseconds{brisk};
  if (uncovered_bytes >= enough)
    return {};
  // Under 1 MiB in 4 s counts as slow.
  auto due = uncovered_bytes >= enough / 4 ? brisk : slow;
  if (since_last >= due)
    return {};
  return std::chrono::milliseconds{since_last < brisk ? brisk - since_last : due - since_last};
}

} // namespace core
