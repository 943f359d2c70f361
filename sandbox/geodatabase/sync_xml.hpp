#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/geodatabase/geodatabase.hpp"

namespace sandbox {

/// A table that takes part in the sync of a replica.
struct sync_dataset {
  std::int64_t id = 0; ///< ObjectID of its class in GDB_Items
  std::string table;   ///< unqualified
  const replica_layer* layer = nullptr;
  bool attachments = false; ///< it holds those of the layer
};

// The receipt: what the server took into the replica, as rows of GDB_Items keep it.

std::string sync_dataset_xml(const replica_request& request, const sync_dataset& dataset);
/// `asked` is in the replica's reference, `item_id` the ObjectID there.
std::string sync_replica_xml(const replica_request& request, std::int64_t item_id,
  const std::vector<sync_dataset>& datasets, const placed_geometry& asked);

} // namespace sandbox
