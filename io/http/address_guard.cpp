#include "io/http/address_guard.hpp"

#include <curl/curl.h>

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

#include <algorithm>
#include <memory>
#include <span>

namespace io {

namespace {

std::string with_port(const proto::url_parts& address) { return address.host + ":" + std::to_string(address.port); }

std::span<const std::uint8_t> bytes_of(const sockaddr& address) {
  if (address.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    return {reinterpret_cast<const std::uint8_t*>(&v4.sin_addr), 4};
  }
  if (address.sa_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    return {reinterpret_cast<const std::uint8_t*>(&v6.sin6_addr), 16};
  }
  return {};
}

/// libcurl's spelling of a host: 2130706433 and 0x7f.1 become 127.0.0.1.
std::string normalised_host(const std::string& host) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  const auto bracketed = host.find(':') == std::string::npos ? host : "[" + host + "]";
  char* text = nullptr;
  if (curl_url_set(url.get(), CURLUPART_URL, ("http://" + bracketed + "/").c_str(), 0) != CURLUE_OK
    || curl_url_get(url.get(), CURLUPART_HOST, &text, 0) != CURLUE_OK)
    return host;
  std::string out(text);
  curl_free(text);
  if (out.size() > 2 && out.front() == '[')
    out = out.substr(1, out.size() - 2);
  return out;
}

} // namespace

address_guard::address_guard(const http_options& options) : options_(options) {
  for (const auto& [host, ignored] : options.hosts)
    configured_.insert(host);
  for (const auto& [name, address] : options.portals)
    if (const auto parts = proto::split_url(address))
      configured_.insert(with_port(*parts));
}

const host_options& address_guard::options_of(const proto::url_parts& address) const {
  static const host_options none;
  for (const auto& key : {with_port(address), address.host})
    if (const auto found = options_.hosts.find(key); found != options_.hosts.end())
      return found->second;
  return none;
}

bool address_guard::configured(const proto::url_parts& address) const {
  return configured_.contains(with_port(address)) || configured_.contains(address.host);
}

std::string address_guard::portal_origin(const std::string& portal) const {
  const auto named = options_.portals.find(portal);
  const auto parts = proto::split_url(named == options_.portals.end() ? portal : named->second);
  return parts ? parts->origin() : std::string{};
}

bool address_guard::is_configured_portal(const std::string& origin) const {
  const auto parts = proto::split_url(origin);
  return parts && configured(*parts);
}

bool address_guard::is_own(const sockaddr& address) {
  const auto now = std::chrono::steady_clock::now();
  if (own_.empty() || now - own_read_ > std::chrono::seconds{10}) {
    own_read_ = now;
    own_.clear();
    ifaddrs* first = nullptr;
    if (getifaddrs(&first) == 0) {
      for (const auto* at = first; at != nullptr; at = at->ifa_next)
        if (at->ifa_addr != nullptr)
          if (const auto bytes = bytes_of(*at->ifa_addr); !bytes.empty())
            own_.emplace(bytes.begin(), bytes.end());
      freeifaddrs(first);
    }
  }
  const auto bytes = bytes_of(address);
  return own_.contains({bytes.begin(), bytes.end()});
}

core::address_class address_guard::class_of(const sockaddr& address) {
  return core::classify_address(bytes_of(address), is_own(address));
}

std::optional<core::address_class> address_guard::class_of_literal(const std::string& host) {
  const auto number = normalised_host(host);
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  if (inet_pton(AF_INET, number.c_str(), &v4.sin_addr) == 1)
    return class_of(reinterpret_cast<const sockaddr&>(v4));
  sockaddr_in6 v6{};
  v6.sin6_family = AF_INET6;
  if (inet_pton(AF_INET6, number.c_str(), &v6.sin6_addr) == 1)
    return class_of(reinterpret_cast<const sockaddr&>(v6));
  return std::nullopt;
}

std::optional<core::address_class> address_guard::class_met(const std::string& origin) const {
  const auto found = met_.find(origin);
  return found == met_.end() ? std::nullopt : std::optional(*found->second.begin());
}

bool address_guard::kept_connection_unsafe(const std::string& origin, const core::address_permit& permit) const {
  const auto found = met_.find(origin);
  return found != met_.end() && std::any_of(found->second.begin(), found->second.end(), [&](core::address_class which) {
    return !core::allowed(which, permit);
  });
}

} // namespace io
