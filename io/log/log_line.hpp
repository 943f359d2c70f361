#pragma once

#include "core/ports/observer.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>

namespace io {

/// `code name=value name="two words"`, on one line whatever the values hold.
std::string text_line(const std::string& code, const nlohmann::json& fields);
/// One JSON object: time (ISO 8601, UTC), level, code, then the fields; ASCII alone.
std::string json_line(std::int64_t time, core::note_level level, const std::string& code, const nlohmann::json& fields);

/// Epoch milliseconds as `2024-05-01T12:00:00.123Z`.
std::string iso_time(std::int64_t time);

/// Without members named like secrets, whatever depth, and without the queries of
/// addresses, also where a text holds them. For whoever hands notes on to people.
nlohmann::json without_secrets(const nlohmann::json& fields);

} // namespace io
