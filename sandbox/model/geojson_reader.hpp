#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// A feature as its file has it.
struct raw_row {
  std::string key;                   ///< its `id`, or its number in the file
  nlohmann::ordered_json properties; ///< an object, in the order of the file
  geometry shape;                    ///< WGS84, or null
};

/// The features of a GeoJSON file (RFC 7946), made as all shapes are here: rings wound, grouped and closed, rings of
/// fewer than four vertices left out, invalid polygons made valid. Throws `bad_data` with the feature's number for
/// what is no feature, for collections of geometries and for coordinates that are no degrees.
std::vector<raw_row> read_geojson(const std::filesystem::path& file);

/// The type that holds all of the shapes: multipoint if some are, none if all are null. Throws `bad_data` with the first
/// row that does not go with those before.
geometry_type common_type(const std::vector<raw_row>& rows, const std::filesystem::path& file);

} // namespace sandbox
