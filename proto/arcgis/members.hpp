#pragma once

#include <nlohmann/json.hpp>

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Reading what servers and portals write: names without regard to case where
/// editions differ, null as absent, numbers as numbers or as text, never a throw.
namespace proto {

/// A member of an object: the exact name first, else one that differs in case.
/// Null if absent, null, or `json` is no object.
const nlohmann::json* member(const nlohmann::json& json, std::string_view name);

/// Text; numbers as their text; anything else as empty.
std::string text_of(const nlohmann::json& json);
/// A finite number, also one written as text.
std::optional<double> number_of(const nlohmann::json& json);
std::optional<std::int64_t> integer_of(const nlohmann::json& json);
/// true, false, also as text.
std::optional<bool> boolean_of(const nlohmann::json& json);

std::string text_in(const nlohmann::json& json, std::string_view name);
std::optional<double> number_in(const nlohmann::json& json, std::string_view name);
std::optional<bool> boolean_in(const nlohmann::json& json, std::string_view name);
/// Texts of an array; one text alone counts as an array of one.
std::vector<std::string> texts_in(const nlohmann::json& json, std::string_view name);

template <std::integral T>
std::optional<T> integer_in(const nlohmann::json& json, std::string_view name) {
  const auto* found = member(json, name);
  const auto value = found ? integer_of(*found) : std::nullopt;
  if (!value || !std::in_range<T>(*value))
    return {};
  return static_cast<T>(*value);
}

} // namespace proto
