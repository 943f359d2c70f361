#include "sandbox/portal/oauth.hpp"

#include <algorithm>
#include <utility>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/world.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t minute_ms = 60'000;
constexpr std::int64_t user_access_ms = 30 * minute_ms;
constexpr std::int64_t refresh_ms = 14LL * 24 * 60 * minute_ms;
constexpr std::int64_t shortest_app_minutes = 5;
constexpr std::int64_t longest_app_minutes = 20'160;

/// JSON whatever `f` says, as OAuth wants it (RFC 6749, 5.2), in the vendor's envelope.
http_response refusal(int code, const std::string& description) {
  const json error{{"code", code}, {"error", "invalid_request"}, {"error_description", description},
    {"message", description}, {"details", json::array()}};
  return json_text(json{{"error", error}}.dump(-1, ' ', false, json::error_handler_t::replace));
}

http_response missing(const std::string& name) { return refusal(400, "'" + name + "' must be specified."); }

} // namespace

oauth::oauth(token_store& tokens, clock_ms clock)
  : tokens_{tokens},
    clock_{std::move(clock)},
    authorization_{clock_},
    refresh_tokens_{{std::string{first_refresh_token}, clock_() + refresh_ms}} {}

http_response oauth::token(const http_request& request) {
  if (request.method != "POST")
    return error_answer(405, "This method is not supported.", {"POST is wanted"});
  if (request.parameter("client_id").empty())
    return missing("client_id");
  if (request.parameter("client_id") != app_id)
    return refusal(400, "Invalid client_id");
  const std::string& secret = request.parameter("client_secret");
  const std::string& grant = request.parameter("grant_type");
  if (grant == "client_credentials" && secret.empty())
    return missing("client_secret");
  if (!secret.empty() && secret != app_secret)
    return refusal(400, "Invalid client_secret");
  if (grant == "client_credentials")
    return app_token(request);
  if (grant == "refresh_token")
    return user_token(request);
  if (grant == "authorization_code")
    return first_tokens(request);
  if (grant == "exchange_refresh_token")
    return exchange(request);
  return grant.empty() ? missing("grant_type") : refusal(400, "Unsupported grant_type");
}

http_response oauth::app_token(const http_request& request) {
  const std::string& text = request.parameter("expiration");
  const auto minutes = number_in<std::int64_t>(text);
  if (!text.empty() && !minutes)
    return refusal(400, "Invalid expiration");
  const std::int64_t wanted_ms =
    minutes ? std::clamp(*minutes, shortest_app_minutes, longest_app_minutes) * minute_ms : 0;
  const granted_token made = tokens_.grant({"", token_scope::portal, "", "", std::string{app_id}}, wanted_ms);
  return json_text(json{{"access_token", made.token}, {"expires_in", (made.expires_ms - clock_()) / 1000}}.dump());
}

http_response oauth::user_token(const http_request& request) {
  const std::string& known = request.parameter("refresh_token");
  if (known.empty())
    return missing("refresh_token");
  switch (life_of(known)) {
  case life::unknown: return refusal(498, "Invalid refresh_token");
  case life::over: return refusal(498, "refresh_token expired");
  case life::lasting: break;
  }
  return json_text(user_access().dump());
}

http_response oauth::first_tokens(const http_request& request) {
  for (const char* name : {"code", "redirect_uri", "code_verifier"}) {
    if (request.parameter(name).empty())
      return missing(name);
  }
  if (request.parameter("redirect_uri") != shown_code)
    return refusal(400, "Invalid redirect_uri");
  if (!authorization_.redeem(request.parameter("code"), request.parameter("code_verifier")))
    return refusal(400, "Invalid code");
  json answer = user_access();
  answer["refresh_token_expires_in"] = refresh_ms / 1000;
  const std::lock_guard lock{mutex_};
  answer["refresh_token"] = new_refresh_token();
  return json_text(answer.dump());
}

/// The old refresh token ends with it: whoever loses the answer has to sign in again.
http_response oauth::exchange(const http_request& request) {
  if (request.parameter("redirect_uri").empty())
    return missing("redirect_uri");
  const std::string& old = request.parameter("refresh_token");
  if (old.empty())
    return missing("refresh_token");
  const life lasts = life_of(old);
  if (lasts == life::over)
    return refusal(498, "refresh_token expired");
  const std::string next = lasts == life::lasting ? replace(old) : std::string{};
  if (next.empty())
    return refusal(498, "Invalid refresh_token");
  json answer = user_access();
  answer["refresh_token"] = next;
  answer["refresh_token_expires_in"] = refresh_ms / 1000;
  return json_text(answer.dump());
}

http_response oauth::revoke(const http_request& request) {
  if (request.method != "POST")
    return error_answer(405, "This method is not supported.", {"POST is wanted"});
  const std::string& ended = request.parameter("auth_token");
  if (ended.empty())
    return missing("auth_token");
  tokens_.end(ended);
  const std::lock_guard lock{mutex_};
  refresh_tokens_.erase(ended);
  return json_answer(request, {{"success", true}});
}

json oauth::user_access() {
  const granted_token made =
    tokens_.grant({user_name, token_scope::portal, "", "", std::string{app_id}}, user_access_ms);
  return {{"access_token", made.token}, {"expires_in", (made.expires_ms - clock_()) / 1000}, {"username", user_name}};
}

oauth::life oauth::life_of(const std::string& refresh_token) {
  const std::lock_guard lock{mutex_};
  const auto found = refresh_tokens_.find(refresh_token);
  if (found == refresh_tokens_.end())
    return life::unknown;
  return found->second > clock_() ? life::lasting : life::over;
}

/// Empty if another request was faster.
std::string oauth::replace(const std::string& refresh_token) {
  const std::lock_guard lock{mutex_};
  return refresh_tokens_.erase(refresh_token) == 0 ? std::string{} : new_refresh_token();
}

std::string oauth::new_refresh_token() {
  std::string next = "sandbox-refresh-" + random_hex(28);
  refresh_tokens_[next] = clock_() + refresh_ms;
  return next;
}

} // namespace sandbox
