#include "proto/control/request_reader.hpp"

#include "proto/text.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace proto {

void request_reader::fail(std::string element, std::string why, failure_code code) {
  fail(failure{.code = code, .during = "reading the job", .subject = std::move(element), .hint = std::move(why)});
}

void request_reader::fail(failure why) {
  if (!failed_)
    failed_ = std::move(why);
}

bool request_reader::is_object(const nlohmann::json& json, const std::string& element) {
  if (!json.is_object())
    fail(element, "must be an object");
  return json.is_object();
}

void request_reader::refuse_unknown(
  const nlohmann::json& json, const std::string& above, std::span<const std::string_view> known) {
  for (const auto& entry : json.items()) {
    if (std::ranges::find(known, entry.key()) != known.end())
      continue;
    const auto near = nearest_name(entry.key(), known.data(), known.size());
    fail(above + entry.key(), near.empty() ? "is not known here" : "is not known here; did you mean " + near + "?");
  }
}

const nlohmann::json* request_reader::find(const nlohmann::json& json, const char* name) const {
  const auto found = json.find(name);
  return found == json.end() || found->is_null() ? nullptr : &*found;
}

std::string request_reader::text(const nlohmann::json& json, const char* name) {
  const auto* found = find(json, name);
  if (!found)
    fail(name, "is missing");
  else if (!found->is_string() || found->get_ref<const std::string&>().empty())
    fail(name, "must be text");
  else
    return found->get<std::string>();
  return {};
}

} // namespace proto
