#pragma once

#include <string>

namespace core {

/// From where a host's name or address can be reached, as far as it tells by itself:
/// its own machine, its own network, everywhere (RFC 1918, RFC 6761, RFC 6762, RFC 4193).
enum class address_reach { machine, network, world };
address_reach reach_of(const std::string& host);

} // namespace core
