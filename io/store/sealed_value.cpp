#include "io/store/sealed_value.hpp"

#include <zlib.h>

#include <cstdint>

namespace io {
namespace {

constexpr std::size_t seal_bytes = 4;

std::uint32_t add(std::uint32_t crc, std::string_view bytes) {
  return static_cast<std::uint32_t>(::crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::uint32_t checksum(std::string_view table, std::string_view key, std::string_view content) {
  constexpr std::string_view end{"\0", 1};
  std::uint32_t crc = 0;
  for (auto part : {table, end, key, end, content})
    crc = add(crc, part);
  return crc;
}

} // namespace

std::string seal(std::string_view table, std::string_view key, std::string_view content) {
  const auto crc = checksum(table, key, content);
  std::string value;
  value.reserve(seal_bytes + content.size());
  for (int shift : {24, 16, 8, 0})
    value += static_cast<char>(crc >> shift & 0xff);
  value += content;
  return value;
}

std::optional<std::string_view> unseal(std::string_view table, std::string_view key, std::string_view value) {
  if (value.size() < seal_bytes)
    return std::nullopt;
  std::uint32_t crc = 0;
  for (std::size_t i = 0; i < seal_bytes; ++i)
    crc = crc << 8 | static_cast<unsigned char>(value[i]);
  const auto content = value.substr(seal_bytes);
  if (crc != checksum(table, key, content))
    return std::nullopt;
  return content;
}

} // namespace io
