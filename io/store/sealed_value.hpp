#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace io {

/// A stored value: CRC-32 (4 bytes, big endian) over table, key and content,
/// then the content. Table and key are covered so that a value that a damaged
/// file shows under another key is not taken for that key's.
std::string seal(std::string_view table, std::string_view key, std::string_view content);

/// The content, or nothing where the checksum does not fit.
std::optional<std::string_view> unseal(std::string_view table, std::string_view key, std::string_view value);

} // namespace io
