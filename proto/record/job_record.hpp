#pragma once

#include "proto/control/job_request.hpp"
#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proto {

enum class job_phase { queued, planning, running, assembling, releasing, done, failed, cancelled };
std::string_view word(job_phase phase);
bool is_final(job_phase phase);

enum class desired_state { run, pause, cancel };
std::string_view word(desired_state desired);

/// A layer or table of the web map that is not in the offline map, and why.
struct layer_error {
  std::string id; ///< of the web map
  std::string title;
  std::string service; ///< address without query, empty if none
  proto::failure failure;
  bool operator==(const layer_error&) const = default;
};

/// A job as stored. Everything that the job does is derived from it, its layers
/// and its plan document.
struct job_record {
  std::string id;      ///< 26 characters, ordered by time
  job_request request; ///< as taken, downloadDirectory absolute
  desired_state desired = desired_state::run;
  job_phase phase = job_phase::queued;
  std::string plan_digest; ///< SHA-256 of the saved plan document; empty before running
  std::string title;       ///< of the offline map, once known
  std::vector<layer_error> layer_errors;
  std::vector<layer_error> table_errors;
  std::optional<proto::failure> failure;
  std::optional<job_phase> ending; ///< while releasing: failed or cancelled comes next
  std::int64_t created_at = 0;     ///< epoch milliseconds
  std::int64_t planned_at = 0;     ///< the package's times
  std::int64_t ended_at = 0;
  int layer_count = 0; ///< layer records of this job
  bool operator==(const job_record&) const = default;

  bool has_errors() const { return !layer_errors.empty() || !table_errors.empty(); }
};

nlohmann::json to_json(const job_record& record);
result<job_record> read_job_record(const nlohmann::json& json);
nlohmann::json to_json(const layer_error& error);
result<layer_error> read_layer_error(const nlohmann::json& json);

} // namespace proto
