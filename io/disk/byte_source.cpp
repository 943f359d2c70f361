#include "io/disk/byte_source.hpp"

#include "io/disk/check_failure.hpp"
#include "io/disk/posix.hpp"

#include <algorithm>
#include <utility>

namespace io {

byte_source::byte_source(int file, std::uint64_t size, std::size_t read_ahead, std::string subject)
  : file_(file),
    size_(size),
    read_ahead_(read_ahead),
    subject_(std::move(subject)) {}

proto::result<std::span<const std::byte>> byte_source::at(std::uint64_t offset, std::size_t count) {
  if (offset > size_ || count > size_ - offset)
    return damaged(subject_, "it ends too early");
  const bool is_here = offset >= buffer_at_ && offset + count <= buffer_at_ + buffer_.size();
  if (!is_here) {
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(std::max(count, read_ahead_), size_ - offset)));
    const auto got = read_at(file_, offset, buffer_, subject_);
    if (!got)
      return got.error();
    buffer_.resize(*got);
    buffer_at_ = offset;
    if (*got < count)
      return damaged(subject_, "it became shorter while it was read");
  }
  return std::span<const std::byte>(buffer_).subspan(static_cast<std::size_t>(offset - buffer_at_), count);
}

} // namespace io
