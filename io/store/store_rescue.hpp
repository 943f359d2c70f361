#pragma once

#include "proto/result.hpp"

#include <optional>
#include <string>

namespace io {

/// Makes sure that a store file can be worked with, before this process maps it:
/// reading a truncated or garbled map faults and would take the daemon with it.
/// A child process reads everything and writes it anew, with a fresh list of free
/// pages; the new file replaces the old one. Where the child faults or finds
/// damage, the old file is put aside as `<file>.damaged-<time>` and its name
/// returned. Fails with storeUnavailable, and leaves the file, where it cannot be
/// read for another reason (rights, memory, 30 s) or was written by a newer version.
///
/// Forks: to be called before the process has threads.
proto::result<std::optional<std::string>> rescue_store(const std::string& file);

} // namespace io
