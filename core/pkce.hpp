#pragma once

#include <string>
#include <string_view>

namespace core {

/// Proof Key for Code Exchange (RFC 7636): whoever sees the code of a sign-in in a
/// browser can do nothing with it without the verifier, which stays here.
struct pkce {
  std::string verifier;  ///< a secret: goes along with the code
  std::string challenge; ///< its S256, goes to the browser
};

/// From 32 unguessable bytes.
pkce make_pkce(std::string_view random);

} // namespace core
