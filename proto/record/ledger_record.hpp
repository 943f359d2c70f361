#pragma once

#include "proto/record/export_task.hpp"
#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace proto {

/// What is known of a replica on a server: nothing that this machine asked for
/// is forgotten there.
enum class ledger_state { intended, exists, in_use, to_release, released };
std::string_view word(ledger_state state);

struct ledger_record {
  std::string name; ///< key: replica name as asked
  std::string job;
  int layer = 0;                 ///< index
  std::string service;           ///< …/FeatureServer
  std::string portal;            ///< portal of the job: whose sign-in reaches the service
  service_parameters parameters; ///< of the export: also on the requests that release it
  parameter_sources secret_parameters;
  std::string status_address; ///< of its createReplica job, empty if none
  std::string replica_id;     ///< once known
  ledger_state state = ledger_state::intended;
  std::int64_t changed_at = 0; ///< epoch milliseconds
  bool operator==(const ledger_record&) const = default;
};

nlohmann::json to_json(const ledger_record& record);
result<ledger_record> read_ledger_record(const nlohmann::json& json);

} // namespace proto
