#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace sandbox {

/// A file below `<VectorTileServer>/resources/`, also stored in packages: `styles/root.json`, `info/root.json`,
/// `sprites/sprite[@2x].{json,png}`, `fonts/<name>/<range>.pbf` (not compressed). Nothing if there is no such file.
std::optional<std::string> vector_resource(std::string_view name);

/// All paths that `vector_resource` knows.
std::vector<std::string> vector_resource_paths();

/// What both the service's root and the package's root.json say: tileInfo, tiles, defaultStyles, resourceInfo,
/// extents, minLOD, maxLOD, maxzoom, name, type ...; the service adds `currentVersion`, export keys and the like.
nlohmann::json vector_root_json(const std::string& name, int max_level);

} // namespace sandbox
