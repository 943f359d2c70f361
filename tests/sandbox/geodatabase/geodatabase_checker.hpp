#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace sandbox {

/// What is wrong with a mobile geodatabase, by the checklist of its format, found with nothing but SQLite and the
/// reader beside this file. Empty: nothing.
std::vector<std::string> check_geodatabase(const std::filesystem::path& file);

} // namespace sandbox
