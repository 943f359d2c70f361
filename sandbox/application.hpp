#pragma once

#include <string_view>

#include "sandbox/http/faults.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/portal.hpp"
#include "sandbox/service.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// Everything on the first origin: which resource a below means, and who may see it.
class application {
public:
  explicit application(const world& shared);

  http_response handle(const http_request& request);
  /// Carries out `lostJob`, `endJob` and `expiredToken`; other faults are not its business.
  void prepare_fault(const fault& spoil, const http_request& request);

private:
  token_scope scope_of(server_role role) const;
  http_response server(const http_request& request, std::string_view below, server_role role);
  http_response directory(const http_request& request, std::string_view key, server_role role);
  http_response server_info(const http_request& request, server_role role) const;
  http_response service_list(const http_request& request, server_role role) const;

  const world& shared_;
  portal portal_;
  token_service tokens_; ///< of the stand-alone server
  service_registry services_;
};

} // namespace sandbox
