#pragma once

#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace proto {

/// A layer as people and scripts see it.
struct layer_view {
  int index = 0;
  export_kind kind = export_kind::feature_sync;
  std::string service;
  std::vector<covered_layer> covers;
  layer_phase phase = layer_phase::planned;
  std::uint32_t attempt = 0;
  std::uint64_t bytes_done = 0; ///< durable on disk
  std::optional<std::uint64_t> bytes_total;
  std::uint64_t holds = 0;              ///< rows or tiles of its files, once verified
  std::optional<double> server_percent; ///< the server job's own progress
  std::optional<wait_record> waiting;
  std::optional<proto::failure> failure;
};

/// A job as people and scripts see it: `show --json` prints it, events carry it.
struct job_view {
  std::string id;
  std::string title;
  job_phase phase = job_phase::queued;
  desired_state desired = desired_state::run;
  std::string target;  ///< downloadDirectory
  double progress = 0; ///< 0..100; 100 only when the package is in place
  std::optional<wait_record> waiting;
  std::vector<layer_view> layers;
  std::vector<layer_error> layer_errors;
  std::vector<layer_error> table_errors;
  std::optional<proto::failure> failure;
  std::uint64_t bytes_received = 0;
  std::map<std::string, std::uint64_t> bytes_wasted; ///< by reason, as in the layers' records
  std::int64_t created_at = 0;                       ///< epoch milliseconds
  std::int64_t ended_at = 0;                         ///< 0 = not ended
  bool has_errors() const { return !layer_errors.empty() || !table_errors.empty(); }
  /// Exit code of a command that waited for this job; nothing while it goes on.
  std::optional<int> exit_code() const;
};

/// Progress of a job in percent from its records (0..100).
double progress_of(const job_record& job, const std::vector<layer_record>& layers);

nlohmann::json to_json(const job_view& view);
result<job_view> read_job_view(const nlohmann::json& json);

} // namespace proto
