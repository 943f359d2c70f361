#pragma once

#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/base/outcome.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// A createReplica request that can be carried out. The layers' rows are not chosen yet.
struct replica_order {
  replica_request wanted;
  bool asynchronous = false;
};

/// Checks all that a server checks before it begins. The problem is what the answer's `details` say.
/// ArcGIS REST API, Create Replica.
outcome<replica_order> read_replica_order(
  const world& shared, const service_data& service, const http_request& request);

/// Chooses the rows of a layer by its option, its condition and the area.
outcome<std::vector<std::size_t>> rows_of(const replica_layer& layer, const area& extent);

} // namespace sandbox
