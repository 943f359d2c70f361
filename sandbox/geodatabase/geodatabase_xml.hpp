#pragma once

#include <cstdint>
#include <string>

#include "sandbox/geodatabase/geodatabase.hpp"

namespace sandbox {

/// The name of the geometry column of every table written here.
inline constexpr const char* shape_column = "SHAPE";

// Definitions for rows of GDB_Items.

std::string workspace_xml();
std::string historical_marker_xml(std::int64_t created_ms);
std::string coded_value_domain_xml(const domain& codes);
/// `extent` in `wkid`; `dataset_id` is the ObjectID of the item.
std::string feature_class_xml(
  const table& source, std::int64_t dataset_id, const envelope& extent, int wkid, bool archived);

/// One layer of the replica; `dataset_id` is the ObjectID of its feature class.
std::string sync_dataset_xml(const replica_request& request, const replica_layer& layer, std::int64_t dataset_id);
/// `dataset_ids` one for each layer, `asked` the area in the replica's reference.
std::string sync_replica_xml(const replica_request& request, std::int64_t item_id,
  const std::vector<std::int64_t>& dataset_ids, const area& asked);

/// `2024-05-17T08:00:00`
std::string xml_time(std::int64_t milliseconds);

} // namespace sandbox
