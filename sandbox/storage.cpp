#include "sandbox/storage.hpp"

#include <utility>

#include "sandbox/http/answers.hpp"
#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

http_response refusal(int status, const std::string& code, const std::string& message) {
  http_response answer = bytes_answer("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
      + "</Code><Message>" + message + "</Message></Error>",
    "application/xml");
  answer.status = status;
  return answer;
}

} // namespace

storage::storage(const site& where, result_store& results, std::int64_t signature_ms, clock_ms clock)
  : site_{where},
    results_{results},
    signature_ms_{signature_ms},
    clock_{std::move(clock)},
    secret_{random_hex(32)} {}

std::string storage::signature(const std::string& key, const std::string& end) const {
  return signature_of(key + "\n" + end, secret_);
}

std::string storage::signed_address(const http_request& request, const std::string& key) const {
  const std::string end = std::to_string(clock_() + signature_ms_);
  return site_.storage_root(request) + "/" + percent_encoded(key) + "?sp=r&se=" + end + "&sig=" + signature(key, end);
}

http_response storage::handle(const http_request& request) {
  if (!token_of(request).empty() || !request.header("Authorization").empty()) {
    return refusal(400, "InvalidArgument", "Only one way of authentication is allowed, and the address is signed.");
  }
  if (request.method != "GET" && request.method != "HEAD") {
    return refusal(405, "MethodNotAllowed", "Files are read here.");
  }
  const std::string key = request.path.substr(1);
  const std::string& end = request.parameter("se");
  if (request.parameter("sig") != signature(key, end)) {
    return refusal(403, "SignatureDoesNotMatch", "The signature does not belong to this address.");
  }
  if (clock_() >= number_in<std::int64_t>(end).value_or(0))
    return refusal(403, "AccessDenied", "The signed address has expired.");
  auto file = results_.find(key);
  if (!file)
    return refusal(404, "NoSuchKey", "There is no such file.");
  http_response answer;
  answer.file = std::move(file);
  return answer;
}

} // namespace sandbox
