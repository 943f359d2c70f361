#pragma once

#include <string>

namespace core {

/// Whether two jobs would write to the same places: equal directories, one
/// inside the other, or one in the way of the other's staging directory
/// (`<target>.partial`) or report. Absolute paths.
bool targets_collide(const std::string& one, const std::string& other);

} // namespace core
