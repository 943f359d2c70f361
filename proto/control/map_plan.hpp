#pragma once

#include "proto/control/finding.hpp"
#include "proto/record/export_task.hpp"
#include "proto/record/job_record.hpp"

#include <nlohmann/json_fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proto {

/// A number as far as it can be known before the work.
struct plan_number {
  std::uint64_t lower = 0;
  std::optional<std::uint64_t> upper = 0; ///< none: nobody can tell
  std::string why{};                      ///< why it is not exact; empty where it is
  bool is_exact() const { return upper == lower; }
  bool operator==(const plan_number&) const = default;
};
plan_number exactly(std::uint64_t count);
plan_number operator+(const plan_number& a, const plan_number& b);

struct level_number {
  int level = 0;
  double scale = 0; ///< denominator
  plan_number tiles;
};

/// What of an order would be within the service's limit. Either alone is enough.
struct fitting_order {
  std::optional<double> max_scale;  ///< the most detailed level that still fits; none: not even the first
  std::optional<double> area_share; ///< of the area's width and height, 0..1
};

/// Tiles of an export.
struct tile_numbers {
  plan_number total;
  std::vector<level_number> levels;
  std::optional<std::uint64_t> limit; ///< of the service for one export
  std::optional<fitting_order> fits;  ///< where the limit may be exceeded
};

/// Rows of one layer or table of a replica.
struct row_numbers {
  covered_layer layer;
  plan_number rows;
  std::optional<plan_number> attachments; ///< none: they are not taken, or it has none
  std::optional<plan_number> attachment_bytes;
};

/// What an estimate of bytes stands on, the firmest first.
enum class estimate_basis {
  measured, ///< by what the services said of attachments that make up most of it
  server,   ///< the service's own estimate
  learned,  ///< earlier exports of this service
  usual,    ///< what exports usually weigh
};
std::string_view word(estimate_basis basis); ///< measured, server, learned, default

struct byte_estimate {
  std::uint64_t lower = 0;
  std::optional<std::uint64_t> upper = 0; ///< none: nobody can tell
  estimate_basis basis = estimate_basis::usual;
  /// How many times the lower end the upper one is; none where that cannot be said.
  std::optional<double> factor() const;
};
/// On the weaker of the two bases.
byte_estimate operator+(const byte_estimate& a, const byte_estimate& b);

/// A request that a job will make; `<…>` in it stands for what is not known before.
struct plan_request {
  std::string step; ///< export, status, cancel …
  std::string method;
  std::string address;
  std::vector<std::pair<std::string, std::string>> parameters{};
};

/// One export of a plan, with its numbers.
struct export_plan {
  export_kind kind = export_kind::feature_sync;
  std::string service; ///< address of its root, without query
  std::vector<covered_layer> covers;
  std::vector<plan_request> requests;
  std::optional<tile_numbers> tiles; ///< of tile exports
  std::vector<row_numbers> rows;     ///< of replicas
  byte_estimate bytes;               ///< of the file
};

/// A way to sign in that the job will need.
struct needed_credential {
  std::string origin;                    ///< scheme and host that it goes to
  std::string credential;                ///< its name in the configuration
  std::string kind;                      ///< userPassword …
  std::optional<std::int64_t> lives_for; ///< seconds that a token of it lasts; none: nobody says
  std::string renewal;                   ///< what happens when the token ends
};

/// An exact dry run of a job (offline map plan).
struct map_plan {
  std::string title;
  std::vector<export_plan> exports;
  byte_estimate bytes;     ///< of all files
  byte_estimate disk_peak; ///< of the download directory's file system while the job runs
  std::vector<needed_credential> credentials;
  std::vector<layer_error> layer_errors;
  std::vector<layer_error> table_errors;
  std::vector<finding> findings;
  bool has_errors() const { return !layer_errors.empty() || !table_errors.empty(); }
};

/// camelCase, as the members; numbers as `{lower, upper, exact, why}`.
nlohmann::json to_json(const map_plan& plan);

} // namespace proto
