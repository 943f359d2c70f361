#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string_view>

namespace proto {

/// JSON text to a tree within limits: depth 64 and `max_values` values, decided while
/// reading and before a tree is built. Nothing if it is not JSON within them;
/// broken UTF-8 in a text is not JSON.
std::optional<nlohmann::json> parse_json(std::string_view text, std::size_t max_values = 1'000'000);

} // namespace proto
