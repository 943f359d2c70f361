#pragma once

#include <filesystem>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// Writes what a bare folder of GeoJSON files is served as into it, to be edited: `services/<name>.json` and
/// `maps/<name>.json`. From then on they count. A problem if there is anything of that already.
outcome<bool> describe_folder(const std::filesystem::path& folder);

} // namespace sandbox
