#pragma once

#include "core/ports/disk.hpp"
#include "proto/record/layer_record.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace io {

/// Gathers what arrives for a part file and writes it in large pieces.
class range_writer {
public:
  static constexpr std::size_t piece = 256u << 10;

  range_writer(std::shared_ptr<core::part_file> part, proto::byte_ranges done)
    : part_(std::move(part)),
      written_(std::move(done)) {}

  proto::outcome reserve(std::uint64_t size) { return part_->reserve(size); }
  void seek(std::uint64_t offset) { at_ = offset; } ///< the buffer must be empty
  proto::outcome append(std::span<const std::byte> bytes);
  proto::outcome flush();
  /// Whether the file has these bytes at this offset.
  proto::result<bool> equals(std::uint64_t offset, std::span<const std::byte> bytes);

  std::uint64_t at() const { return at_ + gathered(); }          ///< where the next byte goes
  std::uint64_t gathered() const { return buffer_.size(); }      ///< bytes taken but not yet written
  const proto::byte_ranges& written() const { return written_; } ///< on disk, durable or not
  void forget() { written_.clear(); }

private:
  proto::outcome write(std::span<const std::byte> bytes);

  std::shared_ptr<core::part_file> part_;
  proto::byte_ranges written_;
  std::uint64_t at_ = 0;
  std::vector<std::byte> buffer_;
};

} // namespace io
