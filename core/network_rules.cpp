#include "core/network_rules.hpp"

#include "proto/arcgis/service_address.hpp"

#include <algorithm>

namespace core {

bool may_have_arrived(const reply& answer) {
  switch (answer.transport) {
  case transport_error::none:
    return answer.status == 502 || answer.status == 504; // a proxy gave up on the service's answer
  case transport_error::timed_out:
  case transport_error::connection_lost:
  case transport_error::too_large:
  case transport_error::protocol:
  case transport_error::redirect_refused: return true;
  default: return false;
  }
}

bool service_lost(const std::vector<host_state>& hosts, const std::string& origin, std::int64_t since) {
  auto answered_since = [since](const host_state& host) { return host.answered && host.at > since; };
  auto here = std::find_if(hosts.begin(), hosts.end(), [&](const auto& host) { return host.origin == origin; });
  if (here != hosts.end() && answered_since(*here))
    return false;
  return std::any_of(
    hosts.begin(), hosts.end(), [&](const auto& host) { return host.origin != origin && answered_since(host); });
}

std::string origin_of(std::string_view address) {
  auto parts = proto::split_url(address);
  return parts ? parts->origin() : std::string{};
}

} // namespace core
