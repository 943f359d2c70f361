#pragma once

#include <string>

namespace core {

enum class credential_kind {
  user_password,       ///< a person's name and password
  token,               ///< a token that somebody else got
  api_key,             ///< a key of a developer's account
  oauth_client,        ///< an application's id and secret
  oauth_refresh_token, ///< a person who signed in by hand once: the only lasting way where sign-in is single
};

/// A way to sign in, without its secret.
struct credential {
  credential_kind kind = credential_kind::user_password;
  std::string user{};         ///< of userPassword
  std::string client_id{};    ///< of the application, both kinds of OAuth
  std::string redirect_uri{}; ///< as the application is registered
  bool operator==(const credential&) const = default;
};

/// Whether the secret is the token: nothing is to be asked for.
constexpr bool is_token(credential_kind kind) {
  return kind == credential_kind::token || kind == credential_kind::api_key;
}

} // namespace core
