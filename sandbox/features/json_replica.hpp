#pragma once

#include <ostream>

#include "sandbox/features/replica_order.hpp"

namespace sandbox {

/// Writes a replica as JSON, feature by feature, so that it need not lie in memory. Features are Esri JSON in the
/// replica's reference; nothing says so, readers take fields and reference from the layers. A problem if a shape does not
/// exist in that reference or an attachment has gone. ArcGIS REST API, Create Replica, JSON response.
outcome<bool> write_json_replica(std::ostream& into, const replica_order& order, dialect speaks);

} // namespace sandbox
