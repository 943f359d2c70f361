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

/// Whether a host is gone, and not the network: since `since` others answered and
/// this one did not. A name that does not resolve is judged the same way, since
/// without a network no name does.
bool service_lost(const std::vector<host_state>& hosts, const std::string& origin, std::int64_t since);

/// scheme://host[:port] of an address; empty if it is none.
std::string origin_of(std::string_view address);

} // namespace core
