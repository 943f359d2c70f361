#pragma once

#include "io/disk/file_descriptor.hpp"
#include "proto/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace io {

/// A failure of the file system: diskFull for a full disk or quota, else
/// diskError. Both are worth trying again: space comes back, media are replaced.
proto::failure disk_failure(int error, std::string during, std::string subject);

/// A downloaded file is not there any more: damaged, since no waiting brings it back.
proto::failure missing_file(std::string during, std::string subject);

/// Reads until the span is full or the file ends; the number read, or a failure.
proto::result<std::size_t> read_at(
  int descriptor, std::uint64_t offset, std::span<std::byte> into, const std::string& subject);
proto::outcome write_at(
  int descriptor, std::uint64_t offset, std::span<const std::byte> bytes, const std::string& subject);
proto::result<std::uint64_t> size_of(int descriptor, const std::string& subject);

/// Whole file as text; refused (limitExceeded) above the limit.
proto::result<std::string> read_text(int folder, const std::string& name, std::uint64_t limit);

/// Writes a file under a temporary name, syncs it and renames it over `name`. The
/// name is durable only after the folder is synced.
proto::outcome write_durably(int folder, const std::string& name, std::string_view content, unsigned mode = 0640);
proto::outcome sync_folder(int folder, const std::string& subject);

} // namespace io
