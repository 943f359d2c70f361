#pragma once

#include "sandbox/base/outcome.hpp"
#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

enum class replica_format { json, sqlite };

/// A createReplica request that can be carried out. The layers' rows are not chosen yet.
struct replica_order {
  replica_request wanted;
  replica_format format = replica_format::json;
  bool asynchronous = false;
  bool embedded = false;          ///< the answer is the replica itself
  bool attachments_by_url = true; ///< in JSON: addresses instead of bytes
};

/// What is not in the request.
struct replica_context {
  const service_data& service;
  std::string service_url; ///< as the client reaches it
  dialect speaks = dialect::enterprise;
  std::int64_t now_ms = 0; ///< since 1970
};

/// Checks all that a server checks before it begins. The problem is what the answer's `details` say.
/// ArcGIS REST API, Create Replica.
outcome<replica_order> read_replica_order(const replica_context& context, const http_request& request);

} // namespace sandbox
