#pragma once

#include "core/ports/transfers.hpp"
#include "proto/failure.hpp"

#include <chrono>
#include <cstdint>
#include <optional>

namespace core {

/// What a failed attempt means for what happens next (design: failures).
enum class reason { network, busy, server_error, auth, refused, lost, damaged, disk, internal };

/// The reason of a reply that is no success, and the failure to show for it.
/// `during` and `subject` go into the failure.
struct classified {
  core::reason reason;
  proto::failure failure;
};
/// Nothing when the reply is a success: 2xx, not HTML where JSON was asked for,
/// no error object inside.
std::optional<classified> classify(const reply& answer, const std::string& during, const std::string& subject);

/// Back-off: how long to wait before the next try. `count` tries failed so far
/// (1 = the first), `jitter` in [0, 1).
std::chrono::milliseconds back_off(reason why, std::uint32_t count,
  std::optional<std::chrono::seconds> retry_after, double jitter);

/// Time to the next poll of a server job that has been asked `count` times.
std::chrono::milliseconds poll_interval(std::uint32_t count, double jitter);

} // namespace core
