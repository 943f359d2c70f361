#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace core {

/// RFC 4648, section 4, with padding.
std::string base64(std::string_view bytes);
/// Nothing where the text is none.
std::optional<std::string> from_base64(std::string_view text);

} // namespace core
