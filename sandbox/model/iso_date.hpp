#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace sandbox {

/// Milliseconds since 1970 (UTC) of `2024-05-17`, `2024-05-17T08:30`, `2024-05-17 08:30:15.250Z`,
/// `2024-05-17T08:30:15+02:00`: a date alone is midnight, a time without a zone is UTC (ISO 8601, extended form). Nothing
/// for any other text.
std::optional<std::int64_t> read_iso_date(std::string_view text);

} // namespace sandbox
