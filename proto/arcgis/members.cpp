#include "proto/arcgis/members.hpp"

#include "proto/text.hpp"

#include <charconv>
#include <cmath>

namespace proto {
namespace {

std::optional<double> number_from(std::string_view text) {
  text = trimmed(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value))
    return {};
  return value;
}

} // namespace

const nlohmann::json* member(const nlohmann::json& json, std::string_view name) {
  if (!json.is_object())
    return nullptr;
  auto found = json.find(name);
  for (auto it = json.begin(); found == json.end() && it != json.end(); ++it)
    if (same_word(it.key(), name))
      found = it;
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::string text_of(const nlohmann::json& json) {
  if (const auto* text = json.get_ptr<const std::string*>())
    return *text;
  return json.is_number() ? json.dump() : std::string{};
}

std::optional<double> number_of(const nlohmann::json& json) {
  if (const auto* text = json.get_ptr<const std::string*>())
    return number_from(*text);
  if (!json.is_number() || !std::isfinite(json.get<double>()))
    return {};
  return json.get<double>();
}

std::optional<std::int64_t> integer_of(const nlohmann::json& json) {
  if (json.is_number_unsigned()) {
    const auto value = json.get<std::uint64_t>();
    return std::in_range<std::int64_t>(value) ? std::optional{static_cast<std::int64_t>(value)} : std::nullopt;
  }
  if (json.is_number_integer())
    return json.get<std::int64_t>();
  if (const auto* text = json.get_ptr<const std::string*>()) {
    const auto digits = trimmed(*text);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error == std::errc{} && end == digits.data() + digits.size() && !digits.empty())
      return value;
  }
  // 19.0 and 1e3 are whole numbers too; beyond 2^53 a double is not exact.
  const auto real = number_of(json);
  if (!real || std::abs(*real) > 9007199254740992.0 || std::trunc(*real) != *real)
    return {};
  return static_cast<std::int64_t>(*real);
}

std::optional<bool> boolean_of(const nlohmann::json& json) {
  if (const auto* flag = json.get_ptr<const bool*>())
    return *flag;
  const auto* text = json.get_ptr<const std::string*>();
  if (text && same_word(*text, "true"))
    return true;
  if (text && same_word(*text, "false"))
    return false;
  return {};
}

std::string text_in(const nlohmann::json& json, std::string_view name) {
  const auto* found = member(json, name);
  return found ? text_of(*found) : std::string{};
}

std::optional<double> number_in(const nlohmann::json& json, std::string_view name) {
  const auto* found = member(json, name);
  return found ? number_of(*found) : std::nullopt;
}

std::optional<bool> boolean_in(const nlohmann::json& json, std::string_view name) {
  const auto* found = member(json, name);
  return found ? boolean_of(*found) : std::nullopt;
}

std::vector<std::string> texts_in(const nlohmann::json& json, std::string_view name) {
  std::vector<std::string> texts;
  const auto* found = member(json, name);
  if (!found)
    return texts;
  if (!found->is_array()) {
    if (auto text = text_of(*found); !text.empty())
      texts.push_back(std::move(text));
    return texts;
  }
  for (const auto& entry : *found)
    if (auto text = text_of(entry); !text.empty())
      texts.push_back(std::move(text));
  return texts;
}

} // namespace proto
