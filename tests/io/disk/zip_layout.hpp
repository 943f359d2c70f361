#pragma once

#include <cstdint>
#include <cstring>
#include <map>
#include <string>

namespace io {

/// Which field of a zip each byte belongs to: an independent, trusting reading of a
/// good file, for tests that change bytes. Bytes of stored data are not in it.
inline std::map<std::size_t, std::string> fields_of_zip(const std::string& zip) {
  std::map<std::size_t, std::string> fields;
  auto number = [&](std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    std::memcpy(&value, zip.data() + at, bytes);
    return static_cast<std::size_t>(value);
  };
  auto mark = [&](std::size_t& at, std::size_t bytes, const std::string& name) {
    for (std::size_t i = 0; i < bytes; ++i)
      fields[at++] = name;
  };
  std::size_t at = zip.rfind("PK\x05\x06");
  const auto entries = number(at + 10, 2);
  auto central = number(at + 16, 4);
  for (auto [bytes, name] : std::initializer_list<std::pair<std::size_t, const char*>>{{4, "end signature"},
         {2, "end disk"}, {2, "end directory disk"}, {2, "end entries here"}, {2, "end entries"}, {4, "end size"},
         {4, "end offset"}, {2, "end comment length"}})
    mark(at, bytes, name);
  for (std::size_t i = 0; i < entries; ++i) {
    const auto name_length = number(central + 28, 2), extra_length = number(central + 30, 2);
    const auto comment_length = number(central + 32, 2);
    auto local = number(central + 42, 4);
    const auto local_name = number(local + 26, 2), local_extra = number(local + 28, 2);
    for (auto [bytes, name] : std::initializer_list<std::pair<std::size_t, const char*>>{{4, "central signature"},
           {2, "central made by"}, {2, "central needed"}, {2, "central flags"}, {2, "central method"},
           {4, "central time"}, {4, "central crc"}, {8, "central sizes"}, {2, "central name length"},
           {2, "central extra length"}, {2, "central comment length"}, {2, "central disk"},
           {2, "central internal attributes"}, {4, "central external attributes"}, {4, "central offset"}})
      mark(central, bytes, name);
    mark(central, name_length, "central name");
    mark(central, extra_length, "central extra");
    mark(central, comment_length, "central comment");
    for (auto [bytes, name] : std::initializer_list<std::pair<std::size_t, const char*>>{{4, "local signature"},
           {2, "local needed"}, {2, "local flags"}, {2, "local method"}, {4, "local time"}, {4, "local crc"},
           {8, "local sizes"}, {2, "local name length"}, {2, "local extra length"}})
      mark(local, bytes, name);
    mark(local, local_name, "local name");
    mark(local, local_extra, "local extra");
  }
  return fields;
}

} // namespace io
