#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/authorization.hpp"
#include "sandbox/portal/tokens.hpp"

namespace sandbox {

/// The one application that is registered, and a refresh token of the user that counts from the start.
inline constexpr std::string_view app_id = "field-app";
inline constexpr std::string_view app_secret = "field-app.sandbox";
inline constexpr std::string_view first_refresh_token = "field-refresh.sandbox";

/// `oauth2/authorize`, `oauth2/token` and `oauth2/revokeToken`. Access tokens are the portal's. (ArcGIS REST API,
/// Authorize; Token; Revoke Token) Safe for several threads.
class oauth {
public:
  oauth(token_store& tokens, clock_ms clock);

  http_response authorize(const http_request& request) { return authorization_.page(request); }
  /// Grants `authorization_code`, `client_credentials`, `refresh_token` and `exchange_refresh_token`.
  http_response token(const http_request& request);
  http_response revoke(const http_request& request);

private:
  enum class life { unknown, over, lasting };

  http_response app_token(const http_request& request);
  http_response user_token(const http_request& request);
  http_response first_tokens(const http_request& request);
  http_response exchange(const http_request& request);
  nlohmann::json user_access();
  life life_of(const std::string& refresh_token);
  std::string replace(const std::string& refresh_token);
  std::string new_refresh_token(); ///< under the mutex

  token_store& tokens_;
  clock_ms clock_;
  authorization authorization_;
  std::mutex mutex_;
  std::map<std::string, std::int64_t> refresh_tokens_; ///< and when they end
};

} // namespace sandbox
