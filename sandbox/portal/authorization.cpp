#include "sandbox/portal/authorization.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "sandbox/base/digest.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/portal/oauth.hpp"
#include "sandbox/world.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t code_life_ms = 10 * 60'000;

/// RFC 7636, 4.2: letters, digits, - and _, of a digest. Such a text may stand in a page as it is.
bool is_challenge(const std::string& text) {
  return text.size() == 43 && std::all_of(text.begin(), text.end(), [](unsigned char letter) {
    return std::isalnum(letter) != 0 || letter == '-' || letter == '_';
  });
}

std::string challenge_of(std::string_view verifier) {
  const std::string hex = sha256_of(verifier);
  std::string bytes;
  for (std::size_t at = 0; at < hex.size(); at += 2) {
    bytes += static_cast<char>(std::stoi(hex.substr(at, 2), nullptr, 16));
  }
  std::string text = base64_of(bytes);
  text.erase(text.find('='));
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

/// Empty if all is well.
std::string wrong_with(const http_request& request) {
  if (request.parameter("client_id") != app_id)
    return "Invalid client_id";
  if (request.parameter("response_type") != "code")
    return "Invalid response_type: code is wanted";
  if (request.parameter("redirect_uri") != shown_code)
    return "Invalid redirect_uri: " + std::string{shown_code} + " is wanted";
  if (request.parameter("code_challenge_method") != "S256" || !is_challenge(request.parameter("code_challenge")))
    return "Invalid code_challenge: one of method S256 is wanted";
  return {};
}

http_response form_page(const http_request& request, const std::string& words) {
  std::string page =
    "<!DOCTYPE html>\n<html><head><title>mapferry sandbox: sign in</title></head><body><form method=post>";
  static constexpr std::array<const char*, 5> kept{
    "client_id", "response_type", "redirect_uri", "code_challenge", "code_challenge_method"};
  for (const char* name : kept) {
    page += std::string{"<input type=hidden name="} + name + " value=\"" + request.parameter(name) + "\">";
  }
  page +=
    "<p>" + words + "</p><p><input name=username> <input name=password type=password> <button>Sign in</button></p>";
  return bytes_answer(page + "</form></body></html>\n", "text/html;charset=UTF-8");
}

} // namespace

http_response authorization::page(const http_request& request) {
  if (const std::string wrong = wrong_with(request); !wrong.empty())
    return html_page(400, wrong);
  if (request.method != "POST")
    return form_page(request, "User name and password for field-app:");
  if (request.parameter("username") != user_name || request.parameter("password") != user_password)
    return form_page(request, "Invalid username or password.");
  const std::string code = random_hex(20);
  const std::lock_guard lock{mutex_};
  codes_[code] = {request.parameter("code_challenge"), clock_() + code_life_ms};
  return html_page(200, "SUCCESS code=" + code);
}

bool authorization::redeem(const std::string& code, std::string_view verifier) {
  const std::lock_guard lock{mutex_};
  const auto found = codes_.find(code);
  if (found == codes_.end())
    return false;
  const entry known = found->second;
  codes_.erase(found);
  return known.expires_ms > clock_() && known.challenge == challenge_of(verifier);
}

} // namespace sandbox
