#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

namespace sandbox {

/// The JSON of a request parameter; discarded if it is none, or nested deeper than anybody means it: a few megabytes of
/// brackets cost seconds to read. The length is limited where requests are read.
nlohmann::json parameter_json(std::string_view text);

} // namespace sandbox
