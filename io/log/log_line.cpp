#include "io/log/log_line.hpp"

#include "proto/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace io {
namespace {

constexpr std::array<std::string_view, 6> secret_names{
  "token", "password", "secret", "authorization", "cookie", "apikey"};

bool is_secret(const std::string& name) {
  return std::ranges::any_of(secret_names, [&](auto secret) { return proto::contains_word(name, secret); });
}

/// Every address in a text without user, query and fragment.
std::string without_queries(std::string_view text) {
  std::string kept;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find_first_of(" \t\r\n\"'<>"));
    kept += word.find("://") == std::string_view::npos ? std::string(word) : proto::without_query(word);
    text.remove_prefix(word.size());
    const auto gap = text.substr(0, std::min<std::size_t>(text.size(), 1));
    kept += gap;
    text.remove_prefix(gap.size());
  }
  return kept;
}

std::string value_text(const nlohmann::json& value) {
  const auto text =
    proto::printable(value.is_string() ? value.get<std::string>()
                                       : value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
  const bool is_plain = !text.empty() && text.find_first_of(" \"=") == std::string::npos;
  if (is_plain || !value.is_string())
    return text;
  std::string quoted = "\"";
  for (char c : text)
    (c == '"' ? quoted += "\\" : quoted) += c;
  return quoted + "\"";
}

} // namespace

std::string iso_time(std::int64_t time) {
  const std::time_t seconds = time / 1000;
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> day{};
  std::strftime(day.data(), day.size(), "%Y-%m-%dT%H:%M:%S", &parts);
  std::array<char, 8> rest{};
  std::snprintf(rest.data(), rest.size(), ".%03dZ", static_cast<int>(time % 1000));
  return std::string(day.data()) + rest.data();
}

nlohmann::json without_secrets(const nlohmann::json& fields) {
  if (fields.is_string())
    return without_queries(fields.get_ref<const std::string&>());
  auto kept = fields;
  if (fields.is_object())
    for (const auto& [name, value] : fields.items())
      is_secret(name) ? kept[name] = "(not written)" : kept[name] = without_secrets(value);
  if (fields.is_array())
    for (auto& value : kept)
      value = without_secrets(value);
  return kept;
}

std::string text_line(const std::string& code, const nlohmann::json& fields) {
  std::string line = proto::printable(code);
  if (fields.is_object())
    for (const auto& [name, value] : fields.items())
      line += " " + proto::printable(name) + "=" + value_text(value);
  return line;
}

std::string json_line(
  std::int64_t time, core::note_level level, const std::string& code, const nlohmann::json& fields) {
  nlohmann::ordered_json line{{"time", iso_time(time)}, {"level", core::word(level)}, {"code", code}};
  if (fields.is_object())
    for (const auto& [name, value] : fields.items())
      if (!line.contains(name))
        line[name] = value;
  return line.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace);
}

} // namespace io
