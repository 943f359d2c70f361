#pragma once

#include "core/credentials.hpp"
#include "core/limits.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace config {

/// Defaults are written here and nowhere else, except those of the core's own
/// limits (core/limits.hpp); the example file is generated from them.

struct portal_settings {
  std::string url;        ///< with context, without /sharing
  std::string credential; ///< name in `credentials`, empty = anonymous
  bool operator==(const portal_settings&) const = default;
};

struct credential_settings {
  core::credential_kind type = core::credential_kind::user_password;
  std::string username{};
  std::string secret_file{}; ///< path of the secret, never the secret itself; each type has its own key for it
  std::string client_id{};
  std::string redirect_uri =
    "urn:ietf:wg:oauth:2.0:oob"; ///< the code is shown to the person (OAuth 2.0 for native apps)
  bool operator==(const credential_settings&) const = default;
};

struct client_certificate_settings {
  std::string certificate{}; ///< PEM file
  std::string key{};         ///< PEM file, without a password
  bool operator==(const client_certificate_settings&) const = default;
};

struct host_settings {
  std::string ca_bundle{};  ///< PEM file
  std::string credential{}; ///< of a stand-alone server
  std::string proxy{};      ///< http://host:port
  bool insecure = false;    ///< no TLS verification, credentials over http: loud
  client_certificate_settings client_certificate{};
  bool operator==(const host_settings&) const = default;
};

struct limit_settings {
  std::uint32_t jobs = core::limits{}.jobs;
  std::uint32_t layers = core::limits{}.layers;
  std::uint32_t connections = 8;
  std::uint32_t connections_per_host = 4;
  std::chrono::seconds service_lost = std::chrono::floor<std::chrono::seconds>(core::limits{}.service_lost);
  std::chrono::seconds server_job = std::chrono::floor<std::chrono::seconds>(core::limits{}.server_job);
  bool operator==(const limit_settings&) const = default;
};

enum class log_level { debug, info, warning, error };
enum class log_format { text, json };

struct log_settings {
  log_level level = log_level::info;
  log_format format = log_format::text;
  bool operator==(const log_settings&) const = default;
};

struct settings {
  std::string state_directory = "/var/lib/mapferry/state";
  std::string control_socket = "/run/mapferry/control.sock";
  std::vector<std::string> output_roots{"/var/lib/mapferry/maps"};
  std::vector<std::string> basemap_roots;
  std::map<std::string, portal_settings> portals;
  std::map<std::string, credential_settings> credentials;
  std::map<std::string, host_settings> hosts;               ///< by host name, `host` or `host:port`
  std::map<std::string, std::string> basemap_substitutions; ///< address of a service → of another, or an item's id
  limit_settings limits;
  log_settings log;
  std::string package_group; ///< group of the finished package; empty = the daemon's
  bool operator==(const settings&) const = default;
};

/// The key that names the secret's file of a credential: passwordFile, tokenFile …
const char* secret_key(core::credential_kind type);

} // namespace config
