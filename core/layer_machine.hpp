#pragma once

#include "core/layer_events.hpp"
#include "core/limits.hpp"
#include "core/rules.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// What stays the same for a layer while its job lives.
struct layer_setting {
  std::string install_id;
  std::string portal;                   ///< whose sign-in may be used
  std::string portal_address;           ///< knocked at when a service stays silent
  std::string target;                   ///< the job's download directory
  std::optional<std::int64_t> deadline; ///< of the job, epoch milliseconds
  core::limits limits;
  core::rules rules;
  std::shared_ptr<const sign_in_setup> sign_in{};      ///< which credentials there are
  core::basemap_substitutions basemap_substitutions{}; ///< of the configuration
};

/// What a decision may look at besides record and event.
struct layer_context {
  const layer_setting& setting;
  std::int64_t now = 0; ///< epoch milliseconds
  double jitter = 0;    ///< in [0, 1)
};

/// A layer: its record, and what a restart may forget.
struct layer_state {
  proto::layer_record record;

  std::uint32_t tries = 0;            ///< failures in a row, since something moved on
  std::uint32_t server_errors = 0;    ///< of these, errors of the service
  std::uint32_t polls = 0;            ///< answers "still running" in this life
  std::uint32_t follows = 0;          ///< requests that one poll has led to
  bool looks_for_service = false;     ///< before another attempt: the request under way is no export
  bool refreshed = false;             ///< the server job was asked again for an address, and no byte came since
  std::vector<std::string> addresses; ///< of the files, secrets included
  std::string silent_origin;          ///< host that we are looking around for
  std::int64_t looked_at = 0;         ///< when that began, epoch milliseconds

  // the transfer under way
  proto::byte_ranges written; ///< on disk, perhaps not durable
  bool syncing = false;
  bool sync_is_void = false;      ///< the file started over after that sync had begun
  bool looking = false;           ///< a look at the checkpoint is due some time
  std::int64_t checkpoint_at = 0; ///< of the last one
  std::optional<artifact_events::ended_info> ended;
};

/// A decision: the next state, what of it must be durable first, and what then
/// may be done.
struct layer_move {
  layer_state next;
  std::vector<proto::ledger_record> ledger; ///< changed entries, `released` = to be forgotten
  std::vector<layer_effect> effects;
};

/// One export of a server, from the plan to a checked file with its final name.
///
///   planned ──► submitting ──► polling ──► downloading ──► verifying ──► done
///                ▲  │  ▲  │     │ │  ▲        │ │  ▲          │
///                └──┘  │  └─────┼─┼──┼───────►│ │  └──────────┘ damaged: downloaded again, once
///          no answer:  │ answered│ │  └────────┘ │                another file: the next one
///    the next name once │ at once │ │   address   │
///   its service answers └─────────┴─┼─  expired   │
///           job failed or lost,     └─────────────┘
///           3 at most: new attempt
///
///   any phase: refused for good ──► failed
///   network, busy, sign-in, disk: the phase stays, with a named wait, and is entered again
///
/// In `submitting` an export request is out while `server_job.submitted_at` is
/// set. Entering the phase then means that its answer is lost: whatever came of
/// it is left to the releaser, and the next request has another name.
layer_move advance(const layer_state& state, const layer_event& event, const layer_context& context);

/// The layer of a job that was paused: a request without an answer is given up
/// (its ledger entry in `ledger`), which counts as no fault.
proto::layer_record at_rest(
  proto::layer_record record, const layer_context& context, std::vector<proto::ledger_record>& ledger);

/// The layer failed for a reason outside its machine.
proto::layer_record failed(proto::layer_record record, proto::failure why, const layer_context& context,
  std::vector<proto::ledger_record>& ledger);

bool has_ended(const proto::layer_record& record);

} // namespace core
