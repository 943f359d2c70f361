#include "io/disk/zip_structure.hpp"

#include "io/disk/byte_order.hpp"
#include "io/disk/byte_source.hpp"
#include "io/disk/check_failure.hpp"
#include "io/disk/posix.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <unordered_set>

namespace io {
namespace {

constexpr std::uint32_t local_signature = 0x04034b50;
constexpr std::uint32_t central_signature = 0x02014b50;
constexpr std::uint32_t end_signature = 0x06054b50;
constexpr std::uint32_t end64_signature = 0x06064b50;
constexpr std::uint32_t locator64_signature = 0x07064b50;
constexpr std::uint32_t descriptor_signature = 0x08074b50;
constexpr std::uint32_t is_in_zip64 = 0xffffffff;
constexpr std::uint16_t descriptor_flag = 1u << 3;
constexpr std::uint16_t refused_flags = 1u << 0 | 1u << 5 | 1u << 6 | 1u << 13; // encrypted, patch data, masked

using bytes_view = std::span<const std::byte>;

/// Where the central directory is.
struct directory_place {
  std::uint64_t entries = 0;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

std::string shown(const std::string& name) { return "`" + name.substr(0, 200) + "`"; }

/// The end record is the last 22 bytes, or stands before a comment that reaches the end.
proto::result<std::uint64_t> find_end(byte_source& source) {
  constexpr std::uint64_t record = 22;
  if (source.size() < record)
    return damaged(source.subject(), "it is too short for a zip");
  const auto lowest = source.size() - std::min<std::uint64_t>(source.size(), record + 0xffff);
  const auto tail = source.at(lowest, static_cast<std::size_t>(source.size() - lowest));
  if (!tail)
    return tail.error();
  for (std::size_t i = tail->size() - record + 1; i-- > 0;)
    if (u32(*tail, i) == end_signature && i + record + u16(*tail, i + 20) == tail->size())
      return lowest + i;
  return damaged(source.subject(), "no end record of a zip");
}

proto::result<directory_place> read_end64(byte_source& source, std::uint64_t locator) {
  const auto pointer = source.at(locator, 20);
  if (!pointer)
    return pointer.error();
  if (u32(*pointer, 4) != 0 || u32(*pointer, 16) != 1)
    return damaged(source.subject(), "the zip has several volumes");
  const auto at = u64(*pointer, 8);
  const auto record = source.at(at, 56);
  if (!record)
    return record.error();
  if (u32(*record, 0) != end64_signature || at + 12 + u64(*record, 4) != locator)
    return damaged(source.subject(), "the Zip64 end record is damaged");
  if (u32(*record, 16) != 0 || u32(*record, 20) != 0 || u64(*record, 24) != u64(*record, 32))
    return damaged(source.subject(), "the zip has several volumes");
  directory_place place{u64(*record, 32), u64(*record, 48), u64(*record, 40)};
  if (place.offset > at || place.size != at - place.offset)
    return damaged(source.subject(), "the central directory is not where the end record says");
  return place;
}

proto::result<directory_place> find_directory(byte_source& source) {
  const auto end = find_end(source);
  if (!end)
    return end.error();
  constexpr std::uint64_t locator_bytes = 20;
  if (*end >= locator_bytes) {
    const auto before = source.at(*end - locator_bytes, 4);
    if (!before)
      return before.error();
    if (u32(*before, 0) == locator64_signature)
      return read_end64(source, *end - locator_bytes);
  }
  const auto record = source.at(*end, 22);
  if (!record)
    return record.error();
  if (u16(*record, 4) != 0 || u16(*record, 6) != 0 || u16(*record, 8) != u16(*record, 10))
    return damaged(source.subject(), "the zip has several volumes");
  directory_place place{u16(*record, 10), u32(*record, 16), u32(*record, 12)};
  if (place.offset > *end || place.size != *end - place.offset)
    return damaged(source.subject(), "the central directory is not where the end record says");
  return place;
}

/// The values of a Zip64 extra field, in their fixed order, for the fields that point there.
bool read_zip64(bytes_view extra, std::initializer_list<std::uint64_t*> wanted) {
  for (std::size_t at = 0; at + 4 <= extra.size();) {
    const std::size_t length = u16(extra, at + 2);
    if (at + 4 + length > extra.size())
      return false;
    if (u16(extra, at) == 1) {
      std::size_t value = at + 4;
      for (auto* field : wanted) {
        if (*field != is_in_zip64)
          continue;
        if (value + 8 > at + 4 + length)
          return false;
        *field = u64(extra, value);
        value += 8;
      }
      return true;
    }
    at += 4 + length;
  }
  return std::ranges::none_of(wanted, [](const auto* field) { return *field == is_in_zip64; });
}

bool is_hostile(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos
    || name.find('\0') != std::string_view::npos || (name.size() > 1 && name[1] == ':'))
    return true;
  for (std::size_t at = 0; at <= name.size();) {
    const auto end = std::min(name.find('/', at), name.size());
    const auto part = name.substr(at, end - at);
    if (part == ".." || part == "." || (part.empty() && end != name.size()))
      return true;
    at = end + 1;
  }
  return false;
}

proto::outcome check_entry(const zip_entry& entry, const std::string& subject) {
  if (is_hostile(entry.name))
    return damaged(subject, "an entry has the forbidden name " + shown(entry.name));
  if (entry.flags & refused_flags)
    return damaged(subject, shown(entry.name) + " is encrypted");
  if (entry.method != 0 && entry.method != 8)
    return damaged(subject, shown(entry.name) + " is packed by the unknown method " + std::to_string(entry.method));
  if (entry.method == 0 && entry.stored != entry.size)
    return damaged(subject, shown(entry.name) + " is stored, but its two sizes differ");
  if (entry.size == 0 && entry.crc != 0)
    return damaged(subject, shown(entry.name) + " is empty, but has a CRC");
  if (entry.is_folder() && entry.size != 0)
    return damaged(subject, "the folder " + shown(entry.name) + " has content");
  return {};
}

/// One central header; `at` moves behind it.
proto::result<zip_entry> read_central(byte_source& source, std::uint64_t& at) {
  constexpr std::size_t fixed = 46;
  auto head = source.at(at, fixed);
  if (!head)
    return head.error();
  if (u32(*head, 0) != central_signature)
    return damaged(source.subject(), "the central directory is damaged");
  const std::size_t name_length = u16(*head, 28);
  const std::size_t extra_length = u16(*head, 30);
  const std::size_t length = fixed + name_length + extra_length + u16(*head, 32);
  head = source.at(at, length);
  if (!head)
    return head.error();
  zip_entry entry;
  entry.flags = u16(*head, 8);
  entry.method = u16(*head, 10);
  entry.time = u16(*head, 12);
  entry.date = u16(*head, 14);
  entry.crc = u32(*head, 16);
  entry.stored = u32(*head, 20);
  entry.size = u32(*head, 24);
  entry.header = u32(*head, 42);
  entry.name.assign(reinterpret_cast<const char*>(head->data()) + fixed, name_length);
  if (!read_zip64(head->subspan(fixed + name_length, extra_length), {&entry.size, &entry.stored, &entry.header}))
    return damaged(source.subject(), "the extra fields of " + shown(entry.name) + " are damaged");
  if (u16(*head, 34) != 0 && u16(*head, 34) != 0xffff)
    return damaged(source.subject(), "the zip has several volumes");
  at += length;
  return entry;
}

proto::result<std::vector<zip_entry>> read_directory(
  byte_source& source, const directory_place& place, const zip_limits& limits, const std::stop_token& stop) {
  std::vector<zip_entry> entries;
  entries.reserve(static_cast<std::size_t>(place.entries));
  const auto allowed =
    std::min(limits.unpacked_bytes, std::max(limits.expansion_floor, source.size() * limits.expansion));
  std::uint64_t unpacked = 0;
  auto at = place.offset;
  for (std::uint64_t i = 0; i < place.entries; ++i) {
    if (stop.stop_requested())
      return stopped(source.subject());
    auto entry = read_central(source, at);
    if (!entry)
      return entry.error();
    if (auto failed = check_entry(*entry, source.subject()))
      return *failed;
    if (entry->size > allowed - unpacked)
      return damaged(source.subject(), "it would unpack to more than " + std::to_string(allowed) + " bytes");
    unpacked += entry->size;
    entries.push_back(std::move(*entry));
  }
  if (at != place.offset + place.size)
    return damaged(source.subject(), "the central directory holds more than its entries");
  std::unordered_set<std::string_view> names;
  for (const auto& entry : entries)
    if (!names.insert(entry.name).second)
      return damaged(source.subject(), shown(entry.name) + " comes twice");
  return entries;
}

/// Sizes and CRC may stand behind the data, with or without a signature, in 32 or
/// 64 bits: the length of the layout that agrees with the directory, else nothing.
std::optional<std::size_t> descriptor_length(bytes_view bytes, const zip_entry& entry) {
  for (std::size_t before : {std::size_t{4}, std::size_t{0}})
    for (std::size_t width : {std::size_t{4}, std::size_t{8}}) {
      const auto length = before + 4 + 2 * width;
      if (length > bytes.size() || (before != 0 && u32(bytes, 0) != descriptor_signature))
        continue;
      if (u32(bytes, before) == entry.crc && little_endian(bytes, before + 4, width) == entry.stored
        && little_endian(bytes, before + 4 + width, width) == entry.size)
        return length;
    }
  return std::nullopt;
}

/// Compares the local header and finds the data. `end` becomes the first offset behind the entry.
proto::outcome read_local(byte_source& source, zip_entry& entry, std::uint64_t& end) {
  constexpr std::size_t fixed = 30;
  auto head = source.at(entry.header, fixed);
  if (!head)
    return head.error();
  const auto differs = [&](const char* what) {
    return damaged(source.subject(), "the two headers of " + shown(entry.name) + " differ in " + what);
  };
  if (u32(*head, 0) != local_signature)
    return damaged(source.subject(), "no header where " + shown(entry.name) + " should begin");
  const std::size_t name_length = u16(*head, 26);
  const std::size_t extra_length = u16(*head, 28);
  head = source.at(entry.header, fixed + name_length + extra_length);
  if (!head)
    return head.error();
  const std::string_view name(reinterpret_cast<const char*>(head->data()) + fixed, name_length);
  if (name != entry.name)
    return differs("the name");
  if (u16(*head, 6) != entry.flags || u16(*head, 8) != entry.method)
    return differs("flags or method");
  if (u16(*head, 10) != entry.time || u16(*head, 12) != entry.date)
    return differs("the time");
  std::uint64_t stored = u32(*head, 18);
  std::uint64_t size = u32(*head, 22);
  const auto crc = u32(*head, 14);
  if (!read_zip64(head->subspan(fixed + name_length, extra_length), {&size, &stored}))
    return differs("the extra fields");
  const bool comes_later = entry.flags & descriptor_flag;
  if (!(comes_later && crc == 0 && stored == 0 && size == 0)
    && (crc != entry.crc || stored != entry.stored || size != entry.size))
    return differs("sizes or CRC");
  entry.data = entry.header + fixed + name_length + extra_length;
  if (entry.stored > source.size() - entry.data)
    return damaged(source.subject(), shown(entry.name) + " is not wholly inside the file");
  end = entry.data + entry.stored;
  if (!comes_later)
    return {};
  const auto left = static_cast<std::size_t>(std::min<std::uint64_t>(24, source.size() - end));
  const auto tail = source.at(end, left);
  if (!tail)
    return tail.error();
  const auto length = descriptor_length(*tail, entry);
  if (!length)
    return damaged(source.subject(), "the data descriptor of " + shown(entry.name) + " differs from the directory");
  end += *length;
  return {};
}

} // namespace

proto::result<std::vector<zip_entry>> read_zip_structure(
  int file, const std::string& subject, const std::stop_token& stop, const zip_limits& limits) {
  const auto size = size_of(file, subject);
  if (!size)
    return size.error();
  byte_source directory(file, *size, 1u << 16, subject);
  const auto place = find_directory(directory);
  if (!place)
    return place.error();
  constexpr std::uint64_t smallest_header = 46;
  if (place->entries > limits.entries || place->size > limits.directory_bytes)
    return damaged(subject, "it claims " + std::to_string(place->entries) + " entries");
  if (place->entries * smallest_header > place->size)
    return damaged(subject, "the central directory is too short for its entries");
  auto entries = read_directory(directory, *place, limits, stop);
  if (!entries)
    return entries.error();
  std::vector<zip_entry*> by_offset;
  for (auto& entry : *entries)
    by_offset.push_back(&entry);
  std::ranges::sort(by_offset, {}, &zip_entry::header);
  byte_source headers(file, *size, 512, subject);
  std::uint64_t end = 0;
  for (auto* entry : by_offset) {
    if (stop.stop_requested())
      return stopped(subject);
    if (entry->header < end)
      return damaged(subject, shown(entry->name) + " overlaps another entry");
    if (auto failed = read_local(headers, *entry, end))
      return *failed;
  }
  if (end > place->offset)
    return damaged(subject, "an entry overlaps the central directory");
  return entries;
}

} // namespace io
