#include "io/disk/geodatabase_header.hpp"

#include "io/disk/byte_order.hpp"
#include "io/disk/byte_source.hpp"
#include "io/disk/check_failure.hpp"
#include "io/disk/posix.hpp"

#include <bit>
#include <cstring>

namespace io {
namespace {

constexpr std::size_t header_bytes = 100;
constexpr std::uint32_t application_id = 0x45737269; // "Esri"

/// The fields of the header that are used, by their offsets in the file.
struct header {
  std::uint32_t page_size = 0;     // 16
  std::uint32_t pages = 0;         // 28
  std::uint32_t first_free = 0;    // 32
  std::uint32_t free_pages = 0;    // 36
  std::uint32_t schema_format = 0; // 44
  std::uint32_t text_encoding = 0; // 56
  std::uint32_t application = 0;   // 68
};

header read_header(std::span<const std::byte> bytes) {
  const auto stated = big_endian(bytes, 16, 2);
  return {stated == 1 ? 65536 : stated, big_endian(bytes, 28, 4), big_endian(bytes, 32, 4), big_endian(bytes, 36, 4),
    big_endian(bytes, 44, 4), big_endian(bytes, 56, 4), big_endian(bytes, 68, 4)};
}

/// Trunk pages form a chain; each names the next one and up to a page full of others.
proto::outcome check_free_pages(byte_source& source, const header& head) {
  const auto bad = damaged(source.subject(), "its list of free pages is damaged");
  std::uint64_t counted = 0;
  for (auto trunk = head.first_free; trunk != 0;) {
    if (trunk == 1 || trunk > head.pages || ++counted > head.free_pages)
      return bad;
    const auto page = source.at((trunk - std::uint64_t{1}) * head.page_size, head.page_size);
    if (!page)
      return page.error();
    const auto leaves = big_endian(*page, 4, 4);
    if (leaves > head.page_size / 4 - 2)
      return bad;
    counted += leaves;
    for (std::uint32_t i = 0; i < leaves; ++i)
      if (const auto leaf = big_endian(*page, 8 + 4 * i, 4); leaf < 2 || leaf > head.pages)
        return bad;
    trunk = big_endian(*page, 0, 4);
  }
  return counted == head.free_pages ? proto::outcome{} : bad;
}

} // namespace

proto::outcome check_geodatabase_header(int file, const std::string& subject) {
  const auto size = size_of(file, subject);
  if (!size)
    return size.error();
  byte_source source(file, *size, header_bytes, subject);
  const auto bytes = source.at(0, header_bytes);
  if (!bytes)
    return bytes.error();
  if (std::memcmp(bytes->data(), "SQLite format 3", 16) != 0)
    return damaged(subject, "it does not begin as a SQLite file");
  const auto head = read_header(*bytes);
  if (head.page_size < 512 || !std::has_single_bit(head.page_size))
    return damaged(subject, "its page size is no page size");
  const auto stated = std::uint64_t{head.pages} * head.page_size;
  if (stated != *size)
    return damaged(subject, "it has " + std::to_string(*size) + " bytes, by its header " + std::to_string(stated));
  if (head.application != application_id)
    return damaged(subject, "its application id is not that of a geodatabase");
  if (head.text_encoding != 1)
    return damaged(subject, "its text is not UTF-8");
  if (head.schema_format < 1 || head.schema_format > 4)
    return damaged(subject, "its schema has an unknown format");
  return check_free_pages(source, head);
}

} // namespace io
