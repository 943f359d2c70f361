#pragma once

#include "core/ports/transfers.hpp"
#include "proto/failure.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// What a failed attempt means for what happens next (design: failures).
enum class reason { network, busy, server_error, auth, refused, lost, damaged, disk, internal };

/// The reason of a reply that is no success, and the failure to show for it.
struct classified {
  core::reason reason = core::reason::internal;
  proto::failure failure{};
  /// How long the server asks to wait: Retry-After, else its words ("retry after 60 sec").
  std::optional<std::chrono::seconds> retry_after{};
};

/// Nothing when the reply is a success: 2xx, not HTML where JSON was asked for,
/// no error object inside, no JSON that breaks off. `during` and `subject` go
/// into the failure. Order of the decisions: transport, HTTP status (with the
/// error object of the body, whose code says more), then what a 2xx holds.
std::optional<classified> classify(const reply& answer, const std::string& during, const std::string& subject);

/// A server's export job that ended in failure, by its messages: a limit or a
/// refusal is final, anything else may be tried again.
classified classify_failed_job(
  const std::vector<std::string>& messages, const std::string& during, const std::string& subject);

/// Whether the words of a server say that more was asked for than it allows.
bool says_limit(std::string_view words);

/// Back-off: how long to wait before the next try. `count` tries failed so far
/// (1 = the first), `jitter` in [0, 1). A Retry-After is honoured up to a day.
std::chrono::milliseconds back_off(
  reason why, std::uint32_t count, std::optional<std::chrono::seconds> retry_after, double jitter);

/// Time to the next poll of a server job that has been asked `count` times;
/// 0 = not yet: a random part of the first second, so that jobs do not ask in step.
std::chrono::milliseconds poll_interval(std::uint32_t count, double jitter);

} // namespace core
