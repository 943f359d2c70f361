#include "proto/arcgis/esri_error.hpp"

#include "proto/arcgis/members.hpp"
#include "proto/json.hpp"
#include "proto/text.hpp"

#include <nlohmann/json.hpp>

namespace proto {
namespace {

void add_details(esri_error& error, const nlohmann::json* details) {
  if (!details)
    return;
  if (details->is_string() && !details->get_ref<const std::string&>().empty())
    error.details.push_back(details->get<std::string>());
  if (!details->is_array())
    return;
  for (const auto& detail : *details)
    if (detail.is_string() && !detail.get_ref<const std::string&>().empty())
      error.details.push_back(detail.get<std::string>());
}

esri_error read_error_object(const nlohmann::json& object) {
  esri_error error;
  error.code = integer_in<int>(object, "code");
  error.message_code = text_in(object, "messageCode");
  error.message = text_in(object, "message");
  if (error.message.empty())
    error.message = text_in(object, "error_description");
  if (error.message.empty())
    error.message = text_in(object, "description");
  if (error.message.empty())
    error.message = text_in(object, "error");
  add_details(error, member(object, "details"));
  return error;
}

// `statusMessage` may be text or JSON as text.
esri_error read_status_message(const nlohmann::json& object) {
  const std::string words = text_in(object, "statusMessage");
  if (const auto inner = parse_json(words); inner && inner->is_object())
    return read_error_object(*inner);
  esri_error error = read_error_object(object);
  if (!words.empty())
    error.message = words;
  return error;
}

bool is_error_member(const nlohmann::json* error) {
  return error
    && ((error->is_object() && !error->empty())
      || (error->is_string() && !error->get_ref<const std::string&>().empty()));
}

} // namespace

bool esri_error::is_authentication() const { return code == 498 || code == 499; }

std::string esri_error::words() const {
  std::string all = message;
  for (const auto& detail : details) {
    if (detail == message)
      continue;
    if (!all.empty())
      all += ' ';
    all += detail;
  }
  return all;
}

std::optional<esri_error> find_esri_error(const nlohmann::json& json) {
  if (!json.is_object())
    return {};
  if (const auto code = integer_in<int>(json, "code"); code && *code >= 400)
    return read_error_object(json);
  if (const auto* error = member(json, "error"); is_error_member(error))
    return read_error_object(error->is_object() ? *error : json);
  // Only in lower case: `Failed` is the state of a replica job, which its own reader reports.
  const std::string status = text_in(json, "status");
  if (status == "failed" || status == "failure")
    return read_status_message(json);
  if (boolean_in(json, "success") == false)
    return read_error_object(json);
  return {};
}

failure unreadable(const nlohmann::json& json, std::string during, std::string why) {
  failure f{.code = failure_code::invalid_response, .during = std::move(during)};
  if (const auto error = find_esri_error(json)) {
    f.code = failure_code::refused_by_service;
    f.server_said = error->words();
    f.esri_code = error->code;
  } else {
    f.hint = std::move(why);
  }
  return f;
}

std::optional<esri_error> error_in(std::string_view body) {
  const auto json = parse_json(body);
  return json ? find_esri_error(*json) : std::nullopt;
}

bool looks_like_html(std::string_view body) {
  if (body.starts_with("\xef\xbb\xbf"))
    body.remove_prefix(3);
  body = trimmed(body).substr(0, 4096);
  if (!body.starts_with('<'))
    return false;
  return contains_word(body, "<!doctype html") || contains_word(body, "<html") || contains_word(body, "<head")
    || contains_word(body, "<body");
}

} // namespace proto
