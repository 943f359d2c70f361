#include "sandbox/tiles/bundle_writer.hpp"

#include <algorithm>
#include <cstdio>

namespace sandbox {

namespace {

constexpr std::size_t places = bundle_writer::tiles_across * bundle_writer::tiles_across;
constexpr int offset_bytes = 5;
constexpr std::uint64_t v1_header = 60, v2_header = 64;

void append_number(std::string& bytes, std::uint64_t number, int size) {
  for (int i = 0; i < size; ++i)
    bytes += static_cast<char>(number >> (8 * i) & 0xff);
}

} // namespace

bundle_writer::bundle_writer(bundle_format format, const std::filesystem::path& stem, const tile_address& within)
  : format_{format},
    stem_{stem},
    first_row_{within.row / tiles_across * tiles_across},
    first_column_{within.column / tiles_across * tiles_across},
    stream_{stem.string() + ".bundle", std::ios::binary},
    index_(places, 0) {
  format_ == bundle_format::compact_v1 ? begin_v1() : begin_v2();
}

void bundle_writer::begin_v1() {
  // Behind the header lies a size of zero for every place: what the index points at until there is a tile.
  for (std::size_t i = 0; i < places; ++i)
    index_[i] = v1_header + 4 * i;
  const std::string empty(v1_header + 4 * places, '\0');
  stream_ << empty;
  size_ = empty.size();
}

void bundle_writer::begin_v2() {
  const std::string empty(v2_header + 8 * places, '\0');
  stream_ << empty;
  size_ = empty.size();
}

std::size_t bundle_writer::place_of(const tile_address& tile) const {
  const std::int64_t row = tile.row - first_row_, column = tile.column - first_column_;
  return static_cast<std::size_t>(
    format_ == bundle_format::compact_v1 ? tiles_across * column + row : tiles_across * row + column);
}

void bundle_writer::add(const tile_address& tile, const std::string& bytes) {
  std::string prefix;
  append_number(prefix, bytes.size(), 4);
  stream_ << prefix << bytes;
  // Version 1 points at the size before the tile, version 2 at the tile itself.
  index_[place_of(tile)] = format_ == bundle_format::compact_v1
    ? size_
    : (size_ + prefix.size()) | static_cast<std::uint64_t>(bytes.size()) << 40;
  size_ += prefix.size() + bytes.size();
  largest_ = std::max(largest_, static_cast<std::uint32_t>(bytes.size()));
  ++count_;
}

void bundle_writer::finish_v1() {
  std::string header;
  for (std::uint32_t number : {3u, static_cast<unsigned>(places), largest_, static_cast<unsigned>(offset_bytes)})
    append_number(header, number, 4);
  append_number(header, 4ull * count_, 8);
  append_number(header, size_, 8);
  append_number(header, 40, 8);
  append_number(header, 16, 4);
  for (std::int64_t number :
    {first_row_, first_row_ + tiles_across - 1, first_column_, first_column_ + tiles_across - 1})
    append_number(header, static_cast<std::uint64_t>(number), 4);
  stream_.seekp(0);
  stream_ << header;

  std::string index;
  for (unsigned number : {3u, 16u, static_cast<unsigned>(places), static_cast<unsigned>(offset_bytes)})
    append_number(index, number, 4);
  for (std::uint64_t offset : index_)
    append_number(index, offset, offset_bytes);
  for (unsigned number : {0u, 16u, 16u, 0u})
    append_number(index, number, 4);
  std::ofstream file{stem_.string() + ".bundlx", std::ios::binary};
  file << index;
  file.close();
  index_written_ = !file.fail();
}

void bundle_writer::finish_v2() {
  std::string header;
  for (std::uint32_t number : {3u, static_cast<unsigned>(places), largest_, static_cast<unsigned>(offset_bytes)})
    append_number(header, number, 4);
  append_number(header, 0, 8); // no gaps
  append_number(header, size_, 8);
  append_number(header, 40, 8);
  append_number(header, 20 + 8 * places, 4);
  for (unsigned number :
    {3u, 16u, static_cast<unsigned>(places), static_cast<unsigned>(offset_bytes), static_cast<unsigned>(8 * places)})
    append_number(header, number, 4);
  for (std::uint64_t record : index_)
    append_number(header, record, 8);
  stream_.seekp(0);
  stream_ << header;
}

bool bundle_writer::close() {
  format_ == bundle_format::compact_v1 ? finish_v1() : finish_v2();
  stream_.close();
  return !stream_.fail() && index_written_;
}

std::vector<std::filesystem::path> bundle_writer::files() const {
  std::vector<std::filesystem::path> all{stem_.string() + ".bundle"};
  if (format_ == bundle_format::compact_v1)
    all.emplace_back(stem_.string() + ".bundlx");
  return all;
}

std::string bundle_writer::name_of(const tile_address& within) {
  char name[40];
  std::snprintf(name, sizeof name, "R%04llxC%04llx",
    static_cast<unsigned long long>(within.row / tiles_across * tiles_across),
    static_cast<unsigned long long>(within.column / tiles_across * tiles_across));
  return name;
}

} // namespace sandbox
