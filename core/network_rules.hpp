#pragma once

#include "core/ports/transfers.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace core {

/// Whether a request that got this answer may have reached the service, which
/// may then have done what was asked without our knowing.
bool may_have_arrived(const reply& answer);

/// A request to the portal whose answer tells that there is a network.
small_request knock(const std::string& portal_address, const std::string& portal);

/// Whether a host is gone, and not the network: it has not answered since
/// `silent_since`, and another one has since we looked around at `looked_at` (an
/// older answer says nothing about the network now). A name that does not resolve
/// is judged the same way, since without a network no name does. Times in epoch
/// milliseconds.
bool service_lost(
  const std::vector<host_state>& hosts, const std::string& origin, std::int64_t silent_since, std::int64_t looked_at);

/// scheme://host[:port] of an address; empty if it is none.
std::string origin_of(std::string_view address);

} // namespace core
