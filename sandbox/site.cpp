#include "sandbox/site.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace sandbox {
namespace {

/// A host name or literal address with an optional port, and nothing that could break out of a document.
bool is_authority(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0
      || std::string_view{".-:[]"}.find(c) != std::string_view::npos;
  });
}

std::string without_port(const std::string& authority) {
  const std::size_t colon = authority.rfind(':');
  const std::size_t bracket = authority.rfind(']');
  const bool has_port = colon != std::string::npos && (bracket == std::string::npos || colon > bracket);
  return has_port ? authority.substr(0, colon) : authority;
}

} // namespace

site::site(dialect speaks, bool tls, std::string own_authority, std::uint16_t storage_port)
  : speaks_{speaks},
    tls_{tls},
    own_authority_{std::move(own_authority)},
    storage_port_{storage_port} {}

std::string site::portal_path() const { return online() ? "" : "/portal"; }

std::string site::server_path(server_role role) const {
  if (role == server_role::standalone)
    return "/remote";
  return online() ? "/sAnDb0xOrg000001/arcgis" : "/server";
}

std::string site::origin_of(const std::string& authority) const { return (tls_ ? "https://" : "http://") + authority; }

std::string site::authority_of(const http_request& request) const {
  const std::string& named = request.header("Host");
  return is_authority(named) ? named : own_authority_;
}

std::string site::portal_root(const http_request& request) const {
  return origin_of(authority_of(request)) + portal_path();
}

std::string site::server_root(const http_request& request, server_role role) const {
  return origin_of(authority_of(request)) + server_path(role);
}

std::string site::service_root(const http_request& request, std::string_view service, server_role role) const {
  return server_root(request, role) + "/rest/services/" + std::string{service};
}

std::string site::storage_root(const http_request& request) const {
  return origin_of(without_port(authority_of(request)) + ":" + std::to_string(storage_port_));
}

} // namespace sandbox
