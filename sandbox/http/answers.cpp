#include "sandbox/http/answers.hpp"

namespace sandbox {
namespace {

std::string escaped(const std::string& text) {
  std::string result;
  for (const char c : text) {
    if (c == '<') {
      result += "&lt;";
    } else if (c == '&') {
      result += "&amp;";
    } else {
      result += c;
    }
  }
  return result;
}

std::string dump(const nlohmann::json& document, int indent) {
  return document.dump(indent, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace

http_response json_text(std::string text) { return bytes_answer(std::move(text), "application/json;charset=UTF-8"); }

http_response json_answer(const http_request& request, const nlohmann::json& document) {
  const std::string& format = request.parameter("f");
  if (format == "json")
    return json_text(dump(document, -1));
  if (format == "pjson")
    return json_text(dump(document, 1));
  return html_page(200, dump(document, 1));
}

http_response error_answer(int code, const std::string& message, const std::vector<std::string>& details) {
  return json_text(dump({{"error", {{"code", code}, {"message", message}, {"details", details}}}}, -1));
}

http_response portal_error(int code, const std::string& message_code, const std::string& message) {
  nlohmann::json error{
    {"code", code}, {"messageCode", message_code}, {"message", message}, {"details", nlohmann::json::array()}};
  return json_text(dump({{"error", std::move(error)}}, -1));
}

http_response html_page(int status, const std::string& text) {
  http_response page = bytes_answer("<!DOCTYPE html>\n<html><head><title>mapferry sandbox</title></head><body><pre>"
      + escaped(text) + "</pre></body></html>\n",
    "text/html;charset=UTF-8");
  page.status = status;
  return page;
}

http_response bytes_answer(std::string bytes, const std::string& content_type) {
  http_response answer;
  answer.headers["Content-Type"] = content_type;
  answer.body = std::move(bytes);
  return answer;
}

http_response busy_answer() {
  return error_answer(503, "The server is too busy.", {"Too many jobs are waiting. Try again later."});
}

http_response invalid_parameters(const std::string& detail) {
  return error_answer(400, "Invalid or missing input parameters.", {detail});
}

} // namespace sandbox
