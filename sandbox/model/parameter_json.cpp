#include "sandbox/model/parameter_json.hpp"

#include <nlohmann/json.hpp>

namespace sandbox {
namespace {

constexpr int deepest = 32;

/// Stops at the first bracket too many. Those within strings do not count.
bool is_too_deep(std::string_view text) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_string && c == '\\') {
      ++i;
    } else if (c == '"') {
      in_string = !in_string;
    } else if (!in_string && (c == '[' || c == '{')) {
      if (++depth > deepest)
        return true;
    } else if (!in_string && (c == ']' || c == '}')) {
      --depth;
    }
  }
  return false;
}

} // namespace

nlohmann::json parameter_json(std::string_view text) {
  if (is_too_deep(text))
    return nlohmann::json::value_t::discarded;
  return nlohmann::json::parse(text, nullptr, false);
}

} // namespace sandbox
