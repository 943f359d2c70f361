#pragma once

#include "core/ports/disk.hpp"
#include "proto/result.hpp"

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

namespace io {

/// What the first bytes of a file say.
enum class file_kind { sqlite, zip, text, other };
proto::result<file_kind> kind_of_file(int file, const std::string& subject);

/// Judges a downloaded file: length → kind → well-formed → fit for its layer →
/// SHA-256. Streams: memory does not grow with the file. Failures: `damaged` (get
/// it again), `notFit` (a good file of something else), the disk's own.
proto::result<core::check_report> check_file(int file, const std::string& subject, const core::check_request& request,
  std::optional<std::uint64_t> size, const std::stop_token& stop);

} // namespace io
