#pragma once

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace client {

/// What a job would ask for, bring and weigh, for people: a line each, no control
/// characters. The document is the answer of offlineMap.plan, whatever its daemon wrote.
std::vector<std::string> describe_plan(const nlohmann::json& document);

} // namespace client
