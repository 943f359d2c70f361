#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "sandbox/http/http_message.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// The services, as below `rest/services/`.
inline constexpr std::string_view field_service = "Field/FeatureServer";
inline constexpr std::string_view basemap_service = "Basemap/MapServer";
inline constexpr std::string_view imagery_service = "Basemap/ImageServer";
inline constexpr std::string_view boundaries_service = "Boundaries/VectorTileServer";

/// Every address of the sandbox. Absolute ones are made with the host that the request named, so that they hold
/// behind a forwarded port too.
class site {
public:
  site(dialect speaks, bool tls, std::string own_authority, std::uint16_t storage_port);

  dialect speaks() const { return speaks_; }
  bool online() const { return speaks_ == dialect::online; }
  std::string portal_path() const; ///< `/portal`, or nothing
  std::string server_path() const; ///< `/server`, or `/<organisation>/arcgis`

  std::string own_portal_root() const { return origin_of(own_authority_) + portal_path(); }
  std::string portal_root(const http_request& request) const;
  std::string server_root(const http_request& request) const;
  std::string service_root(const http_request& request, std::string_view service) const;
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
