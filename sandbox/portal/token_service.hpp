#pragma once

#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/tokens.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// `generateToken` of the portal and of the stand-alone server. (ArcGIS REST API, Generate Token; both know the same
/// user.)
class token_service {
public:
  explicit token_service(const world& shared) : shared_{shared} {}

  /// For user name and password, or in exchange for a federated server's token where `serverUrl` names one.
  http_response portal_token(const http_request& request) const;
  /// For user name and password; counts on the stand-alone server only.
  http_response server_token(const http_request& request) const;

private:
  http_response own_token(const http_request& request, token_scope scope) const;
  http_response exchanged_token(const http_request& request, std::int64_t wanted_ms) const;

  const world& shared_;
};

} // namespace sandbox
