#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace core {

/// Export requests without an answer, in the last day.
inline constexpr std::size_t most_unanswered_in_a_day = 10;
/// Server jobs that may fail, be lost or give a damaged file twice.
inline constexpr std::uint32_t most_failed_attempts = 3;
/// Errors of a service in a row, to the same question.
inline constexpr std::uint32_t most_server_errors = 5;

/// When the next export request may be sent after some without an answer: the
/// first three at once, then after 1, 5, 30 minutes and every 2 hours, epoch
/// milliseconds. Nothing once ten in a day had no answer: then a person asks for
/// it, or the day passes. `unanswered` are the times of those requests.
std::optional<std::int64_t> next_submit(const std::vector<std::int64_t>& unanswered);

/// Forgets what is more than a day ago.
void forget_old(std::vector<std::int64_t>& unanswered, std::int64_t now);

} // namespace core
