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

small_request knock(const std::string& portal_address, const std::string& portal) {
  small_request request;
  request.address = portal_address + "/sharing/rest";
  request.form = {{"f", "json"}};
  request.portal = portal;
  request.named_by_document = true;
  return request;
}

bool service_lost(
  const std::vector<host_state>& hosts, const std::string& origin, std::int64_t silent_since, std::int64_t looked_at) {
  auto here = std::find_if(hosts.begin(), hosts.end(), [&](const auto& host) { return host.origin == origin; });
  if (here != hosts.end() && here->answered && here->at > silent_since)
    return false;
  return std::any_of(hosts.begin(), hosts.end(),
    [&](const auto& host) { return host.origin != origin && host.answered && host.at >= looked_at; });
}

std::string origin_of(std::string_view address) {
  auto parts = proto::split_url(address);
  return parts ? parts->origin() : std::string{};
}

} // namespace core
