#pragma once

#include "proto/arcgis/geometry.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proto {

/// The largest level id that is believed. Tiles of level 50 of a scheme around the
/// globe measure less than a micrometre; what stands beyond is a mistake or an
/// attack, and must size neither a list nor a loop.
inline constexpr int deepest_level = 50;

/// An exportTiles request of a MapServer or ImageServer (Export Tiles). The area
/// is in the service's own spatial reference.
struct export_tiles_request {
  area area_of_interest;
  std::vector<int> levels; ///< level ids, ascending, 0..deepest_level
  /// 0..100, in which images are written anew; absent = as the service has them.
  std::optional<int> compression_quality = {};
  bool operator==(const export_tiles_request&) const = default;
};

/// An exportTiles request of a VectorTileServer; levels are always 0..max_level.
struct export_vector_tiles_request {
  area area_of_interest;
  int max_level = 0; ///< 0..deepest_level
  bool operator==(const export_vector_tiles_request&) const = default;
};

std::vector<std::pair<std::string, std::string>> to_form(const export_tiles_request& request);
std::vector<std::pair<std::string, std::string>> to_form(const export_vector_tiles_request& request);

nlohmann::json to_json(const export_tiles_request& request);
nlohmann::json to_json(const export_vector_tiles_request& request);
result<export_tiles_request> read_export_tiles_request(const nlohmann::json& json);
result<export_vector_tiles_request> read_export_vector_tiles_request(const nlohmann::json& json);

/// Level ids as the parameter writes them: `0-4,7`.
std::string level_list(const std::vector<int>& levels);

} // namespace proto
