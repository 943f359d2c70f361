#pragma once

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace io {

/// JSON of others. Null where it cannot be read within proto::parse_json's limits.
nlohmann::json parse_json(std::string_view text);

/// Members that may be missing or of another kind: null, 0, empty.
const nlohmann::json& member(const nlohmann::json& json, const char* name);
int int_member(const nlohmann::json& json, const char* name);
std::string text_member(const nlohmann::json& json, const char* name);

} // namespace io
