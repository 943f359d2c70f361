#pragma once

#include "config/checks.hpp"
#include "config/settings.hpp"

#include <array>
#include <utility>

namespace config {

/// The words of an enumeration, in its order.
template <class Enum>
using choice = std::pair<std::string_view, Enum>;
constexpr std::array<choice<core::credential_kind>, 5> credential_types{
  {{"userPassword", core::credential_kind::user_password}, {"token", core::credential_kind::token},
    {"apiKey", core::credential_kind::api_key}, {"oauthClient", core::credential_kind::oauth_client},
    {"oauthRefreshToken", core::credential_kind::oauth_refresh_token}}};
constexpr std::array<choice<log_level>, 4> log_levels{{{"debug", log_level::debug}, {"info", log_level::info},
  {"warning", log_level::warning}, {"error", log_level::error}}};
constexpr std::array<choice<log_format>, 2> log_formats{{{"text", log_format::text}, {"json", log_format::json}}};

constexpr std::pair<std::uint32_t, std::uint32_t> up_to(std::uint32_t most) { return {1, most}; }

// The keys of the configuration, once for the reader and for the example file.
//
//   text(key, value, check, about, sample for where there is no default)
//   texts(key, values, check, about)     number(key, value, range, about)
//   word(key, value, choices, about)     duration(key, value, about)
//   flag(key, value, about)              entries(key, map, sample, about)
//   pairs(key, map, check of names, check of values, sample, about)
//   section(key, describe_inside)        later(key): not taken by this version

template <class Visitor>
void describe(Visitor& v, portal_settings& s) {
  v.text("url", s.url, portal_address, "");
  v.text("credential", s.credential, any_text, "");
}

template <class Visitor>
void describe(Visitor& v, credential_settings& s) {
  v.word("type", s.type, credential_types, "");
  using core::credential_kind;
  if (s.type == credential_kind::user_password)
    v.text("username", s.username, any_text, "");
  if (s.type == credential_kind::oauth_client || s.type == credential_kind::oauth_refresh_token)
    v.text("clientId", s.client_id, any_text, "");
  if (s.type == credential_kind::oauth_refresh_token)
    v.text("redirectUri", s.redirect_uri, any_text, "");
  v.text(secret_key(s.type), s.secret_file, secret_path, "");
}

template <class Visitor>
void describe(Visitor& v, host_settings& s) {
  v.text("caBundle", s.ca_bundle, absolute_path, "");
  v.text("credential", s.credential, any_text, "");
  v.text("proxy", s.proxy, proxy_address, "");
  v.flag("insecure", s.insecure, "");
  v.section("clientCertificate", [&](auto& inside) {
    inside.text("certificate", s.client_certificate.certificate, absolute_path, "");
    inside.text("key", s.client_certificate.key, absolute_path, "");
  });
  v.later("connections");
  v.later("rate");
}

template <class Visitor>
void describe(Visitor& v, limit_settings& s) {
  v.number("jobs", s.jobs, up_to(64), "jobs that run at the same time");
  v.number("layers", s.layers, up_to(256), "exports at the same time, of all jobs");
  v.number("connections", s.connections, up_to(256), "to all servers together");
  v.number("connectionsPerHost", s.connections_per_host, up_to(64), "to one server");
  v.duration("serviceLost", s.service_lost, "a server that stays silent this long while others answer is given up");
  v.duration("serverJob", s.server_job, "how long a server may take for one export");
}

template <class Visitor>
void describe(Visitor& v, log_settings& s) {
  v.word("level", s.level, log_levels, "debug, info, warning or error");
  v.word("format", s.format, log_formats, "text or json");
}

template <class Visitor>
void describe(Visitor& v, settings& s) {
  v.text("stateDirectory", s.state_directory, absolute_path, "Unfinished jobs and the history. Only for the daemon.");
  v.text("controlSocket", s.control_socket, socket_path, "Where `mapferry` reaches the daemon (mapferry --socket).");
  v.texts("outputRoots", s.output_roots, absolute_path, "Packages are written below these folders and nowhere else.");
  v.texts("basemapRoots", s.basemap_roots, absolute_path,
    "Tile packages that jobs name as their basemap may lie below these folders and below outputRoots.");
  v.entries("portals", s.portals, "field: {url: https://gis.example/portal, credential: field-user}",
    "Portals by the name that job files use.");
  v.entries("credentials", s.credentials,
    "field-user: {type: userPassword, username: crew, passwordFile: /etc/mapferry/field-user.password}\n"
    "field-app: {type: oauthClient, clientId: Abc123, clientSecretFile: /etc/mapferry/field-app.secret}\n"
    "field-sso: {type: oauthRefreshToken, clientId: Abc123, refreshTokenFile: /etc/mapferry/field.refresh}\n"
    "basemaps: {type: apiKey, keyFile: /etc/mapferry/basemaps.key}\n"
    "borrowed: {type: token, tokenFile: /etc/mapferry/borrowed.token}  # until it ends",
    "Sign-ins by name. The secret is a file of mode 0600, or the bare name of a credential of the unit.");
  v.entries("hosts", s.hosts,
    "gis.example: {caBundle: /etc/mapferry/gis.pem, proxy: \"http://proxy.example:3128\"}\n"
    "pki.example: {clientCertificate: {certificate: /etc/mapferry/me.pem, key: /etc/mapferry/me.key}}\n"
    "pumps.example: {credential: field-user}  # a stand-alone server's own sign-in",
    "What single servers need, by host or host:port: caBundle, credential, clientCertificate, proxy, insecure.");
  v.pairs("basemapSubstitutions", s.basemap_substitutions, tile_service, tile_service_or_item,
    "https://display.example/rest/services/Streets/MapServer: https://tiles.example/rest/services/Streets/MapServer\n"
    "https://display.example/rest/services/Relief/MapServer: 0123456789abcdef0123456789abcdef  # an item of the portal",
    "What is exported of a map's basemap where its own service cannot be: another service, or the item of one.");
  v.section("limits", [&](auto& inside) { describe(inside, s.limits); });
  v.section("packages", [&](auto& inside) {
    inside.text("group", s.package_group, any_text, "group of finished packages; the daemon's own if left out", "maps");
  });
  v.section("log", [&](auto& inside) { describe(inside, s.log); });
}

} // namespace config
