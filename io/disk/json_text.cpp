#include "io/disk/json_text.hpp"

#include "proto/json.hpp"

#include <cmath>
#include <limits>

namespace io {

nlohmann::json parse_json(std::string_view text) {
  // A document of ours is a web map, which was read within a million, and a little more.
  constexpr std::size_t most_values = 2'000'000;
  return proto::parse_json(text, most_values).value_or(nullptr);
}

const nlohmann::json& member(const nlohmann::json& json, const char* name) {
  static const nlohmann::json missing;
  if (!json.is_object())
    return missing;
  const auto found = json.find(name);
  return found == json.end() ? missing : *found;
}

int int_member(const nlohmann::json& json, const char* name) {
  const auto& value = member(json, name);
  const double wanted = value.is_number() ? value.get<double>() : 0;
  return std::abs(wanted) < std::numeric_limits<int>::max() ? static_cast<int>(wanted) : 0;
}

std::string text_member(const nlohmann::json& json, const char* name) {
  const auto& value = member(json, name);
  return value.is_string() ? value.get<std::string>() : std::string{};
}

} // namespace io
