#pragma once

#include <filesystem>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/base/outcome.hpp"
#include "sandbox/tiles/tile_cache.hpp"
#include "sandbox/tiles/vector_map.hpp"
#include "sandbox/tiles/vector_resources.hpp"

namespace sandbox {

/// A .vtpk: Compact Cache V2 with style, sprites and glyphs, and with a tilemap if the map is indexed. Tiles without
/// content are left out. See `write_tile_package`.
outcome<package_statistics> write_vtpk(const std::filesystem::path& file, const vector_map& map,
  const vector_resources& resources, const package_request& request, const package_progress& progress = {});

/// What both the service's root and the package's root.json say: tileInfo, tiles, defaultStyles, resourceInfo, extents,
/// minLOD, maxLOD, maxzoom, name, type ...; the service adds `currentVersion`, export keys and the like. The extent in
/// web mercator.
nlohmann::json vector_root_json(
  const std::string& name, const std::string& credits, const envelope& extent, bool indexed, int last_level);

} // namespace sandbox
