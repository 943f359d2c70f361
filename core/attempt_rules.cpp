#include "core/attempt_rules.hpp"

#include <array>

namespace core {

using namespace std::chrono_literals;

namespace {
constexpr std::int64_t day = std::chrono::milliseconds{24h}.count();
} // namespace

std::optional<std::int64_t> next_submit(const std::vector<std::int64_t>& unanswered) {
  static constexpr std::array<std::chrono::milliseconds, 7> pauses{0ms, 0ms, 0ms, 0ms, 1min, 5min, 30min};
  if (unanswered.empty())
    return 0;
  if (unanswered.size() >= most_unanswered_in_a_day)
    return std::nullopt;
  auto pause = unanswered.size() < pauses.size() ? pauses[unanswered.size()] : std::chrono::milliseconds{2h};
  return unanswered.back() + pause.count();
}

void forget_old(std::vector<std::int64_t>& unanswered, std::int64_t now) {
  std::erase_if(unanswered, [now](std::int64_t time) { return time <= now - day; });
}

} // namespace core
