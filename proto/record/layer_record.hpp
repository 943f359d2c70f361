#pragma once

#include "proto/result.hpp"
#include "proto/record/export_task.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace proto {

/// Half-open range of bytes of a file.
struct byte_range {
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
  bool operator==(const byte_range&) const = default;
};
/// Sorted, not touching, not empty.
using byte_ranges = std::vector<byte_range>;
void add_range(byte_ranges& ranges, byte_range more);
std::uint64_t total(const byte_ranges& ranges);

/// What identifies a representation for resuming (RFC 9110, 8.8 and 13.1.5).
struct validator {
  std::string etag;          ///< as sent, with W/ if weak
  std::string last_modified; ///< as sent
  std::string date;          ///< of the same response
  bool operator==(const validator&) const = default;
};

/// A file that a layer downloads.
struct artifact_record {
  std::string address;               ///< before redirects; empty if it was a foreign signed one (ask the job again)
  std::string service_name;          ///< file name as the server gave it, for the report
  std::optional<std::uint64_t> size; ///< bytes, once the first response said it
  proto::validator validator;
  byte_ranges done;            ///< durable on disk
  std::string part_name;       ///< `<uuid>.part` below the package's p13
  std::string final_name;      ///< `<uuid>.<ext>` once verified, else empty
  std::string sha256;          ///< hex, once verified
  std::uint64_t bytes = 0;     ///< once verified
  std::uint64_t holds = 0;     ///< rows or tiles, once verified
  std::map<int, int> item_ids; ///< feature sync, once verified: service layer id → GDB_ServiceItems.ItemId
  bool operator==(const artifact_record&) const = default;
};

enum class layer_phase { planned, submitting, polling, downloading, verifying, done, failed };
std::string_view word(layer_phase phase);

/// The server's export job.
struct server_job_ref {
  std::string address;           ///< status address without secrets; empty = answered at once
  std::int64_t submitted_at = 0; ///< epoch milliseconds
  bool operator==(const server_job_ref&) const = default;
};

/// A named wait; written when it begins.
struct wait_record {
  std::string reason;                    ///< network, busy, auth, disk, store, serverJob, submitUnanswered, …
  std::int64_t since = 0;                ///< epoch milliseconds
  std::optional<std::int64_t> until;     ///< deadline, epoch milliseconds; none = no deadline
  std::string next;                      ///< what happens next, a few words
  std::optional<proto::failure> failure; ///< what it began with
  bool operator==(const wait_record&) const = default;
};

/// One server export of a job, as stored.
struct layer_record {
  std::string job; ///< job id
  int index = 0;
  export_task task;
  std::vector<covered_layer> covers;
  layer_phase phase = layer_phase::planned;
  std::uint32_t attempt = 0;         ///< makes names; 0 = nothing submitted yet; no limit
  std::uint32_t failed_attempts = 0; ///< server jobs that failed, were lost or gave a damaged file twice
  std::uint32_t redownloads = 0;     ///< of the file in turn because it was damaged
  std::string name;                  ///< replica name of the attempt, as returned once known; empty for tiles
  std::string replica_id;            ///< once known
  server_job_ref server_job;
  std::optional<wait_record> wait;
  std::vector<artifact_record> artifacts;
  std::vector<std::int64_t> unanswered; ///< times of submits without an answer, the last day
  std::vector<std::string> notes;       ///< facts for the report (empty levels, unknown pictures, weak resume)
  std::uint64_t bytes_received = 0;
  std::map<std::string, std::uint64_t> bytes_wasted; ///< by reason: changed, noRanges, damaged, newExport
  std::optional<proto::failure> failure;
  bool operator==(const layer_record&) const = default;
};

/// Counts bytes that were received for nothing; none make no entry.
void waste(layer_record& record, const std::string& reason, std::uint64_t bytes);

nlohmann::json to_json(const layer_record& record);                 ///< with "v"
result<layer_record> read_layer_record(const nlohmann::json& json); ///< upgrades older versions

} // namespace proto
