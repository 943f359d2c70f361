#include "proto/duration.hpp"

#include <array>
#include <charconv>

namespace proto {
namespace {

struct unit {
  std::string_view name;
  std::int64_t seconds;
};
// From large to small; of two names for one unit the first is written.
constexpr std::array<unit, 5> units{{{"d", 86400}, {"h", 3600}, {"min", 60}, {"m", 60}, {"s", 1}}};
constexpr std::int64_t longest = 10LL * 366 * 86400;

} // namespace

std::optional<std::chrono::seconds> read_duration(std::string_view text) {
  std::int64_t sum = 0;
  std::int64_t smaller_than = longest;
  if (text.empty())
    return {};
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [stopped, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0 || number > longest)
      return {};
    text.remove_prefix(static_cast<std::size_t>(stopped - text.data()));
    const auto name = text.substr(0, text.find_first_of("0123456789"));
    std::int64_t seconds = 0;
    for (const auto& candidate : units)
      if (candidate.name == name)
        seconds = candidate.seconds;
    if (seconds == 0 || seconds >= smaller_than)
      return {};
    smaller_than = seconds;
    sum += number * seconds;
    text.remove_prefix(name.size());
  }
  if (sum > longest)
    return {};
  return std::chrono::seconds{sum};
}

std::string duration_text(std::chrono::seconds span) {
  auto left = span.count();
  std::string text;
  for (const auto& candidate : units) {
    if (candidate.seconds > 3600 || left < candidate.seconds)
      continue;
    text += std::to_string(left / candidate.seconds) + std::string(candidate.name);
    left %= candidate.seconds;
  }
  return text.empty() ? "0s" : text;
}

} // namespace proto
