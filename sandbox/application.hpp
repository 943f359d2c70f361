#pragma once

#include <string_view>

#include "sandbox/http/faults.hpp"
#include "sandbox/features/feature_service.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/portal/portal.hpp"
#include "sandbox/tile_services/tile_service.hpp"
#include "sandbox/tile_services/vector_tile_service.hpp"

namespace sandbox {

/// Everything on the first origin: which resource a below means, and who may see it.
class application {
public:
  explicit application(const world& shared);

  http_response handle(const http_request& request);
  /// Carries out `lostJob` and `expiredToken`; other faults are not its business.
  void prepare_fault(fault_kind kind, const http_request& request);

private:
  http_response server(const http_request& request, std::string_view below);
  http_response service(const http_request& request, std::string_view below, const visitor& who);
  http_response directory(const http_request& request, std::string_view key);
  http_response server_info(const http_request& request) const;
  http_response service_list(const http_request& request) const;

  const world& shared_;
  portal portal_;
  feature_service field_;
  tile_service basemap_;
  tile_service imagery_;
  vector_tile_service boundaries_;
};

} // namespace sandbox
