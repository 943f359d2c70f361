#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace client {

/// What of a map goes offline, for people: a line each, no control characters. The
/// document is the answer of offlineMap.capabilities, whatever its daemon wrote.
std::vector<std::string> describe_capabilities(const nlohmann::json& document);

} // namespace client
