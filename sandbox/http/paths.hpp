#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// `a/b/c` without empty parts.
std::vector<std::string> path_parts(std::string_view path);
/// What follows `prefix` and its slash. False if the path is not that or below it; case matters.
bool cut_prefix(std::string_view& path, std::string_view prefix);

} // namespace sandbox
