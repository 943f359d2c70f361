#pragma once

#include "proto/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace io {

/// Owns a file descriptor.
class file_descriptor {
public:
  file_descriptor() = default;
  explicit file_descriptor(int descriptor) : descriptor_(descriptor) {}
  file_descriptor(file_descriptor&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  file_descriptor& operator=(file_descriptor&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~file_descriptor();

  int get() const { return descriptor_; }
  explicit operator bool() const { return descriptor_ >= 0; }

private:
  int descriptor_ = -1;
};

/// A failure of the file system: diskFull for a full disk or quota, else
/// diskError. Both are worth trying again: space comes back, media are replaced.
proto::failure disk_failure(int error, std::string during, std::string subject);

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
proto::outcome write_durably(int folder, const std::string& name, std::string_view content);
proto::outcome sync_folder(int folder, const std::string& subject);

} // namespace io
