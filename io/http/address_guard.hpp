#pragma once

#include "core/allow_rule.hpp"
#include "io/http/options.hpp"
#include "proto/arcgis/service_address.hpp"

#include <sys/socket.h>

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace io {

/// Knows which hosts are configured and to which class a socket address
/// belongs. What depends on the options alone (options_of, configured,
/// portal_origin, is_configured_portal) may be asked on any thread, the rest on the
/// transfer thread alone.
class address_guard {
public:
  explicit address_guard(const http_options& options);

  const host_options& options_of(const proto::url_parts& address) const;
  bool configured(const proto::url_parts& address) const;
  /// Origin of a portal, by its name in the configuration or its address.
  std::string portal_origin(const std::string& portal) const;
  /// Whether the configuration names this portal or its host. One that only a job
  /// file names is no ground for leaving the public network.
  bool is_configured_portal(const std::string& origin) const;

  core::address_class class_of(const sockaddr& address);
  /// Of a host written as a number, in any spelling that connects.
  std::optional<core::address_class> class_of_literal(const std::string& host);

  void met(const std::string& origin, core::address_class which) { met_[origin].insert(which); }
  /// Class that connections to an origin had; none before the first.
  std::optional<core::address_class> class_met(const std::string& origin) const;
  /// A kept connection is used without being judged: whether one to this origin
  /// may lead where this permit does not.
  bool kept_connection_unsafe(const std::string& origin, const core::address_permit& permit) const;

private:
  bool is_own(const sockaddr& address);

  const http_options& options_;
  std::set<std::string> configured_;                         ///< host and host:port
  std::map<std::string, std::set<core::address_class>> met_; ///< by origin
  std::set<std::vector<std::uint8_t>> own_;                  ///< interface addresses, read every few seconds
  std::chrono::steady_clock::time_point own_read_{};
};

} // namespace io
