#pragma once

#include <filesystem>

#include "sandbox/base/outcome.hpp"
#include "sandbox/tiles/raster_package.hpp"
#include "sandbox/tiles/vector_map.hpp"
#include "sandbox/tiles/vector_resources.hpp"

namespace sandbox {

/// A .vtpk: Compact Cache V2 with style, sprites and glyphs. Tiles without content are left out. The file must not
/// exist; for the rest see `write_tpkx`.
outcome<package_statistics> write_vtpk(const std::filesystem::path& file, const vector_map& map,
  const package_request& request, const package_progress& progress = {});

} // namespace sandbox
