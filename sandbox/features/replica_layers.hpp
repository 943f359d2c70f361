#pragma once

#include <vector>

#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// The parameters `layers` and `layerQueries` of createReplica: each layer once, by its id, its rows not chosen yet. The
/// problem is what the answer's `details` say. ArcGIS REST API, Create Replica.
outcome<std::vector<replica_layer>> read_replica_layers(
  const service_data& service, const http_request& request, dialect speaks, std::int64_t now_ms);

} // namespace sandbox
