#pragma once

#include "core/credentials.hpp"
#include "core/ports/transfers.hpp"
#include "proto/arcgis/esri_error.hpp"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace core {

/// A request for a token (REST reference, Generate Token and OAuth 2.0 Token), its
/// secrets kept apart. Whoever sends it says for which portal it is.
struct token_grant {
  small_request request;
  std::vector<std::pair<std::string, std::string>> secret_fields; ///< of the form
};

/// Where a portal makes tokens for credentials of this kind.
std::string token_endpoint(credential_kind kind, const std::string& portal_url);

/// Signs in with a credential whose secret is no token itself. `address` is the
/// portal's token_endpoint or, of user and password, a stand-alone server's;
/// `referer` is what the token is bound to where the kind knows that.
token_grant sign_in_grant(const credential& with, std::string address, const std::string& secret,
  std::chrono::minutes life, const std::string& referer);

/// Where a person signs in with a browser and is given a code for the application
/// (REST reference, Authorize), to last as long as the portal allows.
std::string authorize_address(const credential& with, const std::string& portal_url, const std::string& challenge);

/// The first refresh token, for such a code and the verifier of its challenge (core/pkce.hpp).
token_grant code_grant(
  const credential& with, std::string address, const std::string& code, const std::string& verifier);

/// A new refresh token for the one that is there, which ends with the answer.
token_grant renewal_grant(const credential& with, std::string address, const std::string& refresh_token);

/// The token of a federated server for the portal's token.
token_grant exchange_grant(
  std::string address, const std::string& server_root, const std::string& portal_token, std::chrono::minutes life);

/// Whether the answer to a grant means that the secret is not accepted, and not that something between or behind failed.
bool refuses_secret(const proto::esri_error& error);

/// Whether a refresh token is to be renewed: a day after the last time, and at first
/// use, since nobody knows how long a configured one still lasts. Epoch milliseconds, 0 = never renewed.
bool renewal_is_due(std::int64_t renewed_at, std::int64_t now);

} // namespace core
