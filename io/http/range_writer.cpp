#include "io/http/range_writer.hpp"

#include <algorithm>

namespace io {

proto::outcome range_writer::append(std::span<const std::byte> bytes) {
  if (buffer_.empty() && bytes.size() >= piece)
    return write(bytes);
  if (buffer_.capacity() < piece)
    buffer_.reserve(piece);
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  return buffer_.size() >= piece ? flush() : std::nullopt;
}

proto::outcome range_writer::flush() {
  if (buffer_.empty())
    return std::nullopt;
  const auto failed = write(buffer_);
  buffer_.clear();
  return failed;
}

proto::outcome range_writer::write(std::span<const std::byte> bytes) {
  if (auto failed = part_->write(at_, bytes))
    return failed;
  proto::add_range(written_, {at_, at_ + bytes.size()});
  at_ += bytes.size();
  return std::nullopt;
}

proto::result<bool> range_writer::equals(std::uint64_t offset, std::span<const std::byte> bytes) {
  std::vector<std::byte> ours(bytes.size());
  for (std::size_t have = 0; have < ours.size();) {
    const auto got = part_->read(offset + have, std::span(ours).subspan(have));
    if (!got)
      return got.error();
    if (*got == 0)
      return false;
    have += *got;
  }
  return std::equal(ours.begin(), ours.end(), bytes.begin());
}

} // namespace io
