#pragma once

#include "proto/result.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace io {

/// Small pieces of a file, read ahead. A piece that is not wholly inside the file
/// is a failure `damaged`.
class byte_source {
public:
  byte_source(int file, std::uint64_t size, std::size_t read_ahead, std::string subject);

  std::uint64_t size() const { return size_; }
  const std::string& subject() const { return subject_; }
  /// Valid until the next call.
  proto::result<std::span<const std::byte>> at(std::uint64_t offset, std::size_t count);

private:
  int file_;
  std::uint64_t size_;
  std::size_t read_ahead_;
  std::string subject_;
  std::vector<std::byte> buffer_;
  std::uint64_t buffer_at_ = 0;
};

} // namespace io
