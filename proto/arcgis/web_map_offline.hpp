#pragma once

#include "proto/arcgis/web_map.hpp"

namespace proto {

/// applicationProperties.offline of a web map, nothing if it is absent. Unknown
/// words read as absent; a line about each is added to `warnings`.
std::optional<offline_settings> read_offline_settings(
  const nlohmann::json& document, std::vector<std::string>& warnings);

} // namespace proto
