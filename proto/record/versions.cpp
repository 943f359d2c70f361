#include "proto/record/versions.hpp"

namespace proto {
namespace {

failure damaged_version(const std::string& during, std::string why) {
  return {.code = failure_code::state_damaged, .during = during, .subject = "v", .hint = std::move(why)};
}

} // namespace

result<nlohmann::json> upgraded(const nlohmann::json& json, const std::string& during) {
  if (!json.is_object())
    return damaged_version(during, "the record is no object");
  const auto version = json.find("v");
  if (version == json.end() || !version->is_number_integer() || *version < 1)
    return damaged_version(during, "must be the record's version, 1 or more");
  if (*version > record_version)
    return damaged_version(during, "written by a newer version of this program");
  // Version 1 is the first: there is nothing to upgrade yet.
  return json;
}

failure incomplete(const char* field, const std::string& during) {
  return {.code = failure_code::state_damaged, .during = during, .subject = field, .hint = "is missing"};
}

} // namespace proto
