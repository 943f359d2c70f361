#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/http/http_message.hpp"
#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// Every address of the sandbox. Absolute ones are made with the host that the request named, so that they hold
/// behind a forwarded port too.
class site {
public:
  site(dialect speaks, bool tls, std::string own_authority, std::uint16_t storage_port);

  dialect speaks() const { return speaks_; }
  bool online() const { return speaks_ == dialect::online; }
  std::string portal_path() const; ///< `/portal`, or nothing
  /// `/server`, or `/<organisation>/arcgis`; the stand-alone server is at `/remote` in both dialects.
  std::string server_path(server_role role = server_role::federated) const;

  std::string own_portal_root() const { return origin_of(own_authority_) + portal_path(); }
  std::string portal_root(const http_request& request) const;
  std::string server_root(const http_request& request, server_role role = server_role::federated) const;
  /// `service` as below `rest/services/`.
  std::string service_root(
    const http_request& request, std::string_view service, server_role role = server_role::federated) const;
  /// The second origin; files only.
  std::string storage_root(const http_request& request) const;

private:
  std::string origin_of(const std::string& authority) const;
  std::string authority_of(const http_request& request) const;

  dialect speaks_;
  bool tls_;
  std::string own_authority_; ///< host:port
  std::uint16_t storage_port_;
};

} // namespace sandbox
