#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// Lower-case hex.
std::string sha256_of(std::string_view text);
outcome<std::string> sha256_of_file(const std::filesystem::path& file);
/// HMAC-SHA256, lower-case hex.
std::string signature_of(std::string_view text, std::string_view key);

/// RFC 4648 section 4, with its padding.
std::string base64_of(std::string_view bytes);

/// Unguessable: `bytes` random bytes in lower-case hex.
std::string random_hex(std::size_t bytes);
/// A random UUID (RFC 9562, version 4) in lower case, without braces.
std::string random_uuid();
/// A UUID that follows from a name (RFC 9562, version 8), in the same form.
std::string named_uuid(std::string_view name);

std::string upper_case(std::string text);
std::string lower_case(std::string text);

} // namespace sandbox
