#pragma once

#include <vector>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// What several areas cover together, in the reference of the first; one alone stays as it is. Within each the even-odd
/// rule holds, between them none: where two overlap is inside. A problem if one cannot be carried over to that
/// reference, or together they cover nothing. There must be one.
outcome<area> united(const std::vector<area>& areas);

} // namespace sandbox
