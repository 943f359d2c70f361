#pragma once

#include <chrono>
#include <cstdint>

namespace core {

/// How long until the bytes that no checkpoint covers deserve one; 0 = now. One
/// MiB or one second, whichever comes first; a slow link gets one in four
/// seconds, since every checkpoint costs the flash a few pages.
/// `since_last` in milliseconds, since the last checkpoint.
std::chrono::milliseconds time_to_checkpoint(std::uint64_t uncovered_bytes, std::int64_t since_last);

} // namespace core
