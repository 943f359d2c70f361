#pragma once

#include "proto/control/finding.hpp"
#include "proto/result.hpp"

#include <string>
#include <vector>

namespace proto {

/// Whether one layer or table of a web map goes offline (OfflineCapability).
struct layer_capability {
  std::string id;      ///< in the web map
  std::string title;   ///< or the id where it has none
  std::string service; ///< address without query, empty if there is none
  bool is_table = false;
  bool remains_online = false; ///< kept in the offline map, with its online address
  outcome error;               ///< why it does not go offline
  std::vector<finding> findings;
};

/// What a web map's layers would come to (OfflineMapCapabilities): the same
/// judgement as a job's, by metadata reads alone.
struct offline_map_capabilities {
  std::vector<failure> errors; ///< why the map as a whole is not taken
  std::vector<layer_capability> layers;
  std::vector<finding> findings; ///< of the map and of its services

  /// Any error but those of layers that remain online.
  bool has_errors() const;
};

/// `{hasErrors, layerCapabilities, tableCapabilities, findings}`; an entry is `{id, title, service,
/// supportsOffline, remainsOnline, error, findings}`. Errors stand among the findings, too, with level hard,
/// unless the layer remains online.
nlohmann::json to_json(const offline_map_capabilities& capabilities);

} // namespace proto
