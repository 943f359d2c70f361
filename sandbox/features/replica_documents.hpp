#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/jobs.hpp"

namespace sandbox {

/// What every answer about a new replica says: names, model, generations. With sync model none there is no replica.
nlohmann::json replica_head_json(const replica_request& wanted);

/// The resource `.../FeatureServer/replicas/<id>`. ArcGIS REST API, Replica info.
nlohmann::json replica_info_json(const replica_request& wanted);

/// The status of a createReplica job; `address` is that of its file, where it has one.
/// ArcGIS REST API, Asynchronous operations (Feature Service).
nlohmann::json replica_status_json(const job_view& job, const std::string& address);

} // namespace sandbox
