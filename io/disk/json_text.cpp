#include "io/disk/json_text.hpp"

#include <cmath>
#include <limits>

namespace io {
namespace {

constexpr int depth_limit = 64;

bool nests_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\')
      ++i;
    else if (c == '"')
      in_string = !in_string;
    else if (!in_string && (c == '[' || c == '{') && ++depth > depth_limit)
      return true;
    else if (!in_string && (c == ']' || c == '}'))
      --depth;
  }
  return false;
}

} // namespace

nlohmann::json parse_json(std::string_view text) {
  if (nests_too_deep(text))
    return nullptr;
  auto json = nlohmann::json::parse(text, nullptr, false);
  return json.is_discarded() ? nlohmann::json(nullptr) : json;
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
