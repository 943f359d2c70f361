#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace proto {

/// A duration as people write it in YAML: `30s`, `10min` (or `10m`), `2h`, `1d`, or
/// several of them from large to small (`1h30min`). Nothing where it is none of
/// these, or longer than ten years.
std::optional<std::chrono::seconds> read_duration(std::string_view text);

/// Such a text for it, in hours, minutes and seconds; 0 is `0s`.
std::string duration_text(std::chrono::seconds span);

} // namespace proto
