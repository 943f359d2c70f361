#include "io/disk/bundle_check.hpp"

#include "io/disk/byte_order.hpp"
#include "io/disk/check_failure.hpp"

#include <algorithm>

namespace io {
namespace {

constexpr std::size_t header_2 = 64;
constexpr std::size_t index_2 = 8 * bundle_tiles;
constexpr std::size_t header_1 = 60;
constexpr std::size_t index_1_header = 16;
constexpr std::size_t index_1_bytes = index_1_header + 5 * bundle_tiles + 16;
constexpr std::uint64_t prefix_bytes = 4;
constexpr std::size_t unknown_kept = 16;

proto::failure bad(std::string words) { return damaged({}, std::move(words)); }

bundle_cell cell_of(std::uint16_t position) {
  return {static_cast<std::uint32_t>(position / bundle_side), static_cast<std::uint32_t>(position % bundle_side)};
}

std::string words_of(std::uint16_t position) {
  const auto cell = cell_of(position);
  return "tile " + std::to_string(cell.row) + "/" + std::to_string(cell.column) + " of the bundle ";
}

} // namespace

bundle_check::bundle_check(std::uint64_t size, tile_content content) : size_(size), content_(content) {}

proto::result<bundle_check> bundle_check::version_1(
  std::uint64_t size, tile_content content, std::span<const std::byte> index) {
  if (index.size() != index_1_bytes || u32(index, 0) != 3 || u32(index, 8) != bundle_tiles || u32(index, 12) != 5)
    return bad("the index of the bundle is damaged");
  bundle_check made(size, content);
  made.is_version_1_ = true;
  for (std::size_t i = 0; i < bundle_tiles; ++i) {
    // Column by column, where version 2 goes row by row.
    const auto position = static_cast<std::uint16_t>((i % bundle_side) * bundle_side + i / bundle_side);
    const auto offset = little_endian(index, index_1_header + 5 * i, 5);
    if (offset == 0)
      continue;
    if (offset > size || size - offset < prefix_bytes)
      return bad(words_of(position) + "is not inside it");
    made.probes_.push_back({offset, 0, position});
  }
  std::ranges::sort(made.probes_, {}, &probe::prefix);
  return made;
}

proto::outcome bundle_check::read_header() {
  const std::span<const std::byte> head(buffer_);
  if (is_version_1_) {
    if (u32(head, 0) != 3 || u32(head, 4) != bundle_tiles || u32(head, 12) != 5)
      return bad("the header of the bundle is damaged");
    return {};
  }
  // The other fields differ between writers, or tell nothing.
  if (u32(head, 0) != 3 || u32(head, 12) != 5 || u64(head, 32) != 40 || u32(head, 60) != index_2)
    return bad("the header of the bundle is damaged");
  return read_index();
}

proto::outcome bundle_check::read_index() {
  const std::span<const std::byte> head(buffer_);
  for (std::size_t i = 0; i < bundle_tiles; ++i) {
    const auto record = u64(head, header_2 + 8 * i);
    const auto offset = record & 0xff'ffff'ffff;
    const auto tile_size = static_cast<std::uint32_t>(record >> 40);
    const auto position = static_cast<std::uint16_t>(i);
    if (tile_size == 0) // no tile, whatever the offset
      continue;
    if (offset < header_2 + index_2 + prefix_bytes || offset > size_ || tile_size > size_ - offset)
      return bad(words_of(position) + "is not inside it");
    probes_.push_back({offset - prefix_bytes, tile_size, position});
  }
  std::ranges::sort(probes_, {}, &probe::prefix);
  return {};
}

std::uint64_t bundle_check::window_bytes(const probe& at) const {
  return std::min<std::uint64_t>(prefix_bytes + tile_beginning_bytes, size_ - at.prefix);
}

proto::outcome bundle_check::look(const probe& at, std::span<const std::byte> window) {
  const auto prefix = u32(window, 0);
  if (is_version_1_) {
    if (prefix == 0) // the empty tile that all absent ones share
      return {};
    if (prefix > size_ - at.prefix - prefix_bytes)
      return bad(words_of(at.position) + "is not inside it");
  } else if (prefix != at.size) {
    return bad(words_of(at.position) + "has another size in front of it than in the index");
  }
  ++facts_.tiles;
  const auto beginning = window.subspan(prefix_bytes);
  if (is_known_tile(beginning.first(std::min<std::size_t>(beginning.size(), prefix)), content_))
    return {};
  ++facts_.unknown;
  if (facts_.first_unknown.size() < unknown_kept)
    facts_.first_unknown.push_back(cell_of(at.position));
  return {};
}

proto::outcome bundle_check::look_at_all() {
  const auto buffer_end = buffer_at_ + buffer_.size();
  for (; next_ < probes_.size(); ++next_) {
    const auto& at = probes_[next_];
    const auto length = window_bytes(at);
    if (at.prefix + length > buffer_end)
      break;
    const auto window = std::span<const std::byte>(buffer_).subspan(
      static_cast<std::size_t>(at.prefix - buffer_at_), static_cast<std::size_t>(length));
    if (auto failed = look(at, window))
      return failed;
  }
  return {};
}

proto::outcome bundle_check::feed(std::span<const std::byte> piece) {
  buffer_.insert(buffer_.end(), piece.begin(), piece.end());
  if (!index_known_) {
    if (buffer_.size() < (is_version_1_ ? header_1 : header_2 + index_2))
      return {};
    index_known_ = true;
    if (auto failed = read_header())
      return failed;
  }
  if (auto failed = look_at_all())
    return failed;
  // What a tile that is still ahead may need of this piece: less than one window.
  constexpr std::size_t kept = prefix_bytes + tile_beginning_bytes;
  const auto gone = buffer_.size() - std::min(buffer_.size(), kept);
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(gone));
  buffer_at_ += gone;
  return {};
}

proto::result<bundle_facts> bundle_check::finish() const {
  if (!index_known_ || next_ != probes_.size() || buffer_at_ + buffer_.size() != size_)
    return bad("the bundle ends too early");
  return facts_;
}

} // namespace io
