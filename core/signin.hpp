#pragma once

#include "core/credentials.hpp"
#include "proto/arcgis/service_address.hpp"

#include <nlohmann/json_fwd.hpp>

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace core {

/// How long tokens are asked for: what portals and servers grant by default. The answer
/// says what it became.
inline constexpr std::chrono::minutes portal_token_life{120};
inline constexpr std::chrono::minutes server_token_life{60};

/// What the configuration says about signing in; no secret in it.
struct sign_in_setup {
  struct portal {
    std::string url;        ///< with context, without /sharing
    std::string credential; ///< empty = anonymous
  };
  std::map<std::string, portal> portals;               ///< by name
  std::map<std::string, credential> credentials;       ///< by name
  std::map<std::string, std::string> host_credentials; ///< `host` or `host:port` → credential
  std::set<std::string> insecure_hosts;                ///< `host` or `host:port`: secrets over http too
};

/// Where the token for an address comes from.
struct token_way {
  enum class source {
    none,   ///< ask without a token
    fixed,  ///< the secret of the portal's or the host's credential is the token
    portal, ///< a portal's own token, by signing in
    server, ///< what the server's rest/info says: exchange, its own sign-in, or none
  };
  source from = source::none;
  std::string portal; ///< its name or address, as in the request or, of another portal, in the configuration
  std::string portal_url;
  std::string portal_credential; ///< empty = none
  std::string server_root;       ///< before /rest/
  std::string server_credential; ///< of this host; empty = none
};

/// Which credential or exchange gives the token for an address that a job of
/// `portal` asks. A credential goes to its portal, to hosts of ArcGIS Online where
/// that is the portal, to hosts that have their own in the configuration, and
/// through an exchange to servers that are federated with the portal; nowhere else.
/// The job's own portal comes first, then the host's credential, then the other portals.
token_way way_for(const sign_in_setup& setup, const std::string& address, const std::string& portal);

/// The way to the token of the portal that owns a server, as its rest/info says: the
/// job's portal, or else another of the configuration. From `none` if it is neither or has no credential.
token_way way_to_owner(const sign_in_setup& setup, const token_way& server, const std::string& owning_system);

/// Secrets travel over https; over http to this machine itself or a host that
/// the configuration calls insecure.
bool may_carry_secrets(const sign_in_setup& setup, const proto::url_parts& address);

/// A server's rest/info (REST reference, Server Info).
struct server_info {
  std::string owning_system;  ///< of a federated server: its portal
  std::string token_services; ///< where tokens are made
  bool token_based = false;
  std::optional<std::chrono::minutes> validity; ///< of a short-lived token
};
server_info read_server_info(const nlohmann::json& json);

/// Whether the owner that a server names is this portal: scheme and case apart,
/// the same address or one that the portal's begins with.
bool is_owned_by(const std::string& owning_system, const std::string& portal_url);

/// Where to ask for tokens: what `info` advertises if it lies on the host of
/// `base` and may carry secrets, else `usual`. A document must not choose the
/// host that a password or a portal token goes to.
std::string token_address(
  const sign_in_setup& setup, const server_info& info, const std::string& base, const std::string& usual);

/// When a token is to be renewed: five minutes or a fifth of its life before its
/// end. Epoch milliseconds. A token that seems dead on arrival (our clock is
/// wrong) is used for a minute.
std::int64_t renew_at(std::int64_t issued_at, std::int64_t expires_at);

} // namespace core
