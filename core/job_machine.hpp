#pragma once

#include "core/job_events.hpp"
#include "core/layer_machine.hpp"
#include "core/ports/job_store.hpp"
#include "proto/record/job_record.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace core {

/// What a decision about a job may look at besides its state and the event.
struct job_context {
  const layer_setting& setting;
  std::int64_t now = 0; ///< epoch milliseconds
  double jitter = 0;    ///< in [0, 1)
  layer_context for_layers() const { return {setting, now, jitter}; }
};

/// A job: its records, and what a restart may forget.
struct job_state {
  proto::job_record job;
  std::vector<proto::layer_record> layers;            ///< by index
  std::map<std::string, proto::ledger_record> ledger; ///< of this job, by name

  bool has_slot = false;
  std::uint32_t tries = 0;                ///< failures in a row of what the phase does
  std::optional<proto::wait_record> wait; ///< shown, not stored: entering the phase finds out again
  bool replicas_tried = false;            ///< releasing: the releaser has done what it can
  bool staging_gone = false;              ///< releasing: partial files are removed
};

/// A decision: the next state, the one transaction that makes it durable, and
/// what then may be done.
struct job_move {
  job_state next;
  store_batch batch;
  std::vector<job_effect> effects;
};

/// A job from acceptance to the history.
///
///   queued ─► planning ─► running ─► assembling ─► done ─┐
///      │          │          │            │              ├─► history, out of the store
///      └──────────┴──────────┴────────────┴► releasing ──┴─► failed | cancelled
///
/// `desired` (run, pause, cancel) is no phase: a paused job keeps its phase, holds
/// no slot and does nothing, until entering the phase again takes up from there.
/// planning changes nothing outside and starts over after a crash; assembling
/// makes the same bytes again; releasing may be done any number of times.
job_move advance(const job_state& state, const job_event& event, const job_context& context);

/// What a person wants. A failure changes nothing.
struct wish_move {
  proto::outcome refused;
  job_move move;
};
wish_move advance(const job_state& state, job_wish wish, const job_context& context);

/// The step of a layer as the gate sees it.
struct offered_step {
  proto::layer_record record;
  std::vector<proto::ledger_record> ledger;
};
/// Steps that arrived together, judged in their order. `taken[i]` tells whether
/// step i is part of the transaction; after an abort no further one is.
struct gate_move {
  job_move move;
  std::vector<bool> taken;
};
gate_move gate(const job_state& state, const std::vector<offered_step>& steps, const job_context& context);

/// The record of a job that was just accepted.
proto::job_record accepted(std::string id, proto::job_request request, std::int64_t now);
/// When the job must have ended, epoch milliseconds.
std::optional<std::int64_t> deadline_of(const proto::job_record& job);

} // namespace core
