#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/geography.hpp"
#include "sandbox/raster_package.hpp"
#include "sandbox/tiling.hpp"

namespace sandbox {

/// Cuts the base map into vector tiles. Safe to be used from several threads at once.
class vector_map {
public:
    /// The base map is borrowed for the life of the object.
    explicit vector_map(const base_map& base);
    ~vector_map();

    /// Mapbox Vector Tile 2.1 of extent 4096, gzip. Layers countries, states, counties, labels; a layer without
    /// features is left out. Empty text where the tile has none at all (a service answers 404 there).
    std::string render_tile(const tile_address& tile) const;

private:
    struct content;
    std::unique_ptr<content> content_;
};

/// A file below `<VectorTileServer>/resources/`, also stored in packages: `styles/root.json`, `info/root.json`,
/// `sprites/sprite[@2x].{json,png}`, `fonts/<name>/<range>.pbf` (not compressed). Nothing if there is no such file.
std::optional<std::string> vector_resource(std::string_view path);

/// All paths that `vector_resource` knows.
std::vector<std::string> vector_resource_paths();

/// A .vtpk: Compact Cache V2 with its style. `service_root` is the VectorTileServer root that the package's
/// `p12/root.json` is derived from (its levels and extent are set here). Tiles without content are left out.
outcome<package_statistics> write_vtpk(const std::filesystem::path& file, const vector_map& map,
                                       const package_request& request, const package_progress& progress = {});

/// What both the service's root and the package's root.json say: tileInfo, tiles, defaultStyles, resourceInfo,
/// extents, minLOD, maxLOD, maxzoom, name, type ...; the service adds `currentVersion`, export keys and the like.
nlohmann::json vector_root_json(const std::string& name, int max_level);

}  // namespace sandbox
