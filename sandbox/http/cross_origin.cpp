#include "sandbox/http/cross_origin.hpp"

namespace sandbox {
namespace {

constexpr const char* methods = "GET, HEAD, POST, OPTIONS";
constexpr const char* preflight_seconds = "600";

} // namespace

http_response preflight_answer() {
  http_response answer;
  answer.status = 204;
  answer.headers["Allow"] = methods;
  return answer;
}

void allow_origin(const http_request& request, http_response& answer) {
  const std::string& origin = request.header("Origin");
  if (origin.empty())
    return;
  answer.headers["Access-Control-Allow-Origin"] = origin;
  answer.headers["Access-Control-Allow-Credentials"] = "true";
  answer.headers["Vary"] = "Origin";
  if (request.header("Access-Control-Request-Method").empty()) {
    answer.headers["Access-Control-Expose-Headers"] = "Accept-Ranges, Content-Range, ETag, Last-Modified, Retry-After";
    return;
  }
  answer.headers["Access-Control-Allow-Methods"] = methods;
  answer.headers["Access-Control-Max-Age"] = preflight_seconds;
  const std::string& wanted = request.header("Access-Control-Request-Headers");
  if (!wanted.empty())
    answer.headers["Access-Control-Allow-Headers"] = wanted;
}

} // namespace sandbox
