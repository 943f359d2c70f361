#pragma once

#include "core/plan/planner.hpp"
#include "core/ports/disk.hpp"
#include "proto/failure.hpp"
#include "proto/record/job_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace core {

/// What people can want of a job.
enum class job_wish {
  pause,  ///< stop at once, keep everything
  resume, ///< go on after a pause
  cancel, ///< stop and give back what the servers hold for us
  retry,  ///< leave every wait and try now
};

/// What can happen to a job, the steps of its layers aside (see gate).
namespace job_events {

/// Started, restarted, resumed, or a wait is over: enter the phase of the record.
struct entered {};
/// The supervisor has room for this job.
struct slot_granted {};
/// The planner has come to an end.
struct planned {
  proto::result<offline_plan> plan;
};
/// The plan document is durable, or not.
struct plan_saved {
  offline_plan plan;
  std::string digest; ///< SHA-256 of the document
  proto::outcome outcome;
};
/// The staging directory is there, or not.
struct prepared {
  proto::outcome outcome;
};
/// The plan document, read again for assembling.
struct plan_loaded {
  proto::result<std::string> document;
};
/// The package is in place, or not.
struct assembled {
  proto::outcome outcome;
};
/// No layer of this job runs any more.
struct layers_stopped {};
/// The releaser has tried what it can for now; what remains stays in the ledger.
struct released {};
/// Partial files are gone, or not.
struct staging_removed {
  proto::outcome outcome;
};
/// The job stands in the history, or not.
struct filed {
  proto::outcome outcome;
};
/// A layer crashed too often.
struct layer_gave_up {
  int index = 0;
  std::string words;
};
/// The whole job cannot go on (crashed too often, records damaged).
struct doomed {
  proto::failure failure;
};
struct deadline {};

} // namespace job_events

using job_event = std::variant<job_events::entered, job_events::slot_granted, job_events::planned,
  job_events::plan_saved, job_events::prepared, job_events::plan_loaded, job_events::assembled,
  job_events::layers_stopped, job_events::released, job_events::staging_removed, job_events::filed,
  job_events::layer_gave_up, job_events::doomed, job_events::deadline>;

/// What a job does once its step is durable.
namespace job_effects {

struct want_slot {};
struct give_slot_back {};
/// Asks portal and services until the planner has what it needs; comes back as `planned`.
struct plan {};
/// Comes back as `plan_saved`.
struct save_plan {
  offline_plan plan;
};
/// Comes back as `prepared`.
struct prepare {};
/// Starts every layer that has not ended.
struct start_layers {};
/// Comes back as `layers_stopped`.
struct stop_layers {};
/// Comes back as `plan_loaded`.
struct load_plan {};
/// Comes back as `assembled`.
struct assemble {
  package_files files;
};
/// Asks servers to stop export jobs that nobody waits for; answers do not matter.
struct cancel_server_jobs {};
/// Lets the releaser work on this job's replicas; comes back as `released`.
struct release {};
/// Lets the releaser look after these entries from now on.
struct hand_over {
  std::vector<proto::ledger_record> entries;
};
/// Comes back as `staging_removed`.
struct remove_staging {};
/// History, then out of the store; comes back as `filed`.
struct file {};
/// The job has left: tell the supervisor and end.
struct leave {};
/// Comes back as `entered` after this time.
struct wait {
  std::chrono::milliseconds time{0};
  proto::outcome begins; ///< why, when the wait begins
};
/// Ends everything that is under way for the phase that was left.
struct drop_work {};
/// Wakes the layers out of their waits.
struct wake_layers {};

} // namespace job_effects

using job_effect = std::variant<job_effects::want_slot, job_effects::give_slot_back, job_effects::plan,
  job_effects::save_plan, job_effects::prepare, job_effects::start_layers, job_effects::stop_layers,
  job_effects::load_plan, job_effects::assemble, job_effects::cancel_server_jobs, job_effects::release,
  job_effects::hand_over, job_effects::remove_staging, job_effects::file, job_effects::leave, job_effects::wait,
  job_effects::drop_work, job_effects::wake_layers>;

} // namespace core
