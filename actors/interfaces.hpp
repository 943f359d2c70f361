#pragma once

#include "actors/caf.hpp"

#include "core/job_events.hpp"
#include "core/layer_events.hpp"
#include "core/plan/survey.hpp"
#include "core/ports/transfers.hpp"
#include "core/wait_rules.hpp"
#include "proto/control/job_request.hpp"
#include "proto/control/job_view.hpp"
#include "proto/result.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

/// Every message and every handle, on one page.
///
///   outside ──submit, list, command, hosts──► supervisor ──► survey
///   supervisor ──slots, wishes──► job ◄──steps── layer ◄──starts, restarts── supervisor
///   job ──entries, by the supervisor──► releaser
namespace actors {

/// Longest wait for another actor's answer; longer means that it hangs.
constexpr std::chrono::seconds gate_time{60};

// Commands from outside, to the supervisor ----------------------------------

/// Take a job. Answered after it is durable.
struct submit_job {
  proto::job_request request;
};
/// `id` is empty when `failure` says why the job was not taken.
struct submitted {
  std::string id;
  std::optional<proto::failure> failure;
};

struct list_jobs {};
/// Unfinished jobs and finished ones that are not removed, oldest first.
struct job_list {
  std::vector<proto::job_view> jobs;
};

/// `retry` leaves every wait and tries at once.
enum class job_command { pause, resume, cancel, remove, retry };
/// Change what is wanted of a job. Answered after the wish is durable.
struct command_job {
  std::string id;
  job_command command = job_command::pause;
};
struct commanded {
  std::optional<proto::failure> failure;
};

/// Find something out about a map, without taking it. Answered when everything is
/// read, when waiting longer than `patience` would be needed, or when it is dropped.
struct ask_survey {
  std::uint64_t ticket = 0; ///< of the asker's choice, to drop it by; no two at once
  core::survey_kind kind = core::survey_kind::capabilities;
  proto::job_request request;
  std::chrono::seconds patience{600};
};
struct survey_answer {
  proto::result<nlohmann::json> document = nlohmann::json{};
};
/// Nobody waits for the answer any more.
struct drop_survey {
  std::uint64_t ticket = 0;
};

/// A host answered, or did not (from the transfers port).
struct host_changed {
  core::host_state host;
};
/// Leave the waits that end for this cause, and try again.
struct wake {
  core::wake_cause cause = core::wake_cause::change;
};

// Supervisor and job ---------------------------------------------------------

/// The wish of a person, passed on to the job. Answered after it is durable.
struct wish {
  core::job_wish what = core::job_wish::pause;
};
/// The job wants to plan, run or assemble; `slot_granted` follows when there is room.
struct want_slot {
  std::string job;
};
struct give_slot_back {
  std::string job;
};
/// A visible change of a job.
struct job_changed {
  proto::job_view view;
};
/// The job is in the history and has left the store.
struct job_left {
  std::string job;
};
/// Start these layers of the job as slots come free.
struct start_layers {
  std::string job;
  std::vector<int> layers;
};
/// End all layers of the job; the event `layers_stopped` follows.
struct stop_layers {
  std::string job;
};
/// A person asked to try again: leave every wait of this job's layers.
struct wake_layers {
  std::string job;
};
/// What every host answered last.
struct ask_hosts {};
struct hosts {
  std::vector<core::host_state> states;
};

/// Something happened to the job; `ticket` tells late news from current ones,
/// 0 = always current.
struct job_news {
  std::uint64_t ticket = 0;
  core::job_event event;
};
/// One of the planner's documents, for the job.
struct document_read {
  std::uint64_t ticket = 0;
  std::string key;
  core::plan_document document;
};
/// The job's word to itself: planning has waited long enough, ask again. `tries`
/// tells late words from the current wait's.
struct plan_on {
  std::uint64_t ticket = 0;
  std::uint32_t tries = 0;
};
/// The download directory of a submitted job was looked at.
struct target_examined {
  std::uint64_t ticket = 0;
  proto::outcome outcome;
};
/// The supervisor's word to itself: start a job that has crashed.
struct restart_job {
  std::string job;
};

// Job and layer ---------------------------------------------------------------

/// A layer has started and asks for its record.
struct layer_hello {
  int index = 0;
};
/// `run` is false when the layer is not wanted any more.
struct layer_start {
  bool run = false;
  std::uint64_t incarnation = 0; ///< comes back with each step; steps of earlier ones are refused
  proto::layer_record record;
};

/// The next record of a layer, offered to its job: not a word leaves the machine
/// for it before `proceed`.
struct layer_step {
  int index = 0;
  std::uint64_t incarnation = 0;
  proto::layer_record record;
  std::vector<proto::ledger_record> ledger;
};
enum class verdict {
  proceed, ///< durable: perform the effects
  wait,    ///< could not be made durable: offer the same step again later
  stop,    ///< not wanted any more: end
};
struct step_answer {
  actors::verdict verdict = actors::verdict::stop;
  proto::outcome why; ///< of a wait
};
/// The job's word to itself: commit the steps that have gathered.
struct commit_steps {};

/// A server job's own progress, 0..100. Shown, not stored.
struct layer_progress {
  int index = 0;
  double percent = 0;
};
/// The job's word to itself: show the progress that has gathered.
struct show_progress {};

/// Something happened to the layer; `ticket` tells late news from current ones.
struct layer_news {
  std::uint64_t ticket = 0;
  core::layer_event event;
};
/// Leave the current wait if it ends for this cause.
struct wake_layer {
  core::wake_cause cause = core::wake_cause::change;
};
/// To a layer or a job: the portal was knocked at, the supervisor's table tells
/// whether it answered.
struct looked_around {
  std::uint64_t ticket = 0;
};
/// The layer's word to itself: offer the step again that could not be made durable.
struct offer_again {
  std::uint64_t ticket = 0;
};

// Survey ---------------------------------------------------------------------------

/// What a survey has found out.
struct survey_done {
  std::uint64_t ticket = 0;
  proto::result<nlohmann::json> document;
};
/// The survey's word to itself: its time is over.
struct survey_over {};

// Releaser ---------------------------------------------------------------------

/// Look after these entries: what is to be released, and twins of what exists.
struct look_after {
  std::vector<proto::ledger_record> entries;
};
/// An answer of a server about an entry.
struct release_answered {
  std::string name;
  std::uint64_t ticket = 0;
  core::small_request asked;
  core::reply reply;
};
/// Ask servers to stop these export jobs. The answers do not matter, and whoever
/// sends this may end.
struct cancel_server_jobs {
  std::vector<core::small_request> requests;
};
/// The answer to one of them.
struct cancel_answered {
  std::uint64_t ticket = 0;
};
/// The releaser's word to itself: an entry is due again.
struct release_due {
  std::string name;
  std::uint64_t ticket = 0;
};

} // namespace actors

LOCAL_MESSAGE(actors::submit_job)
LOCAL_MESSAGE(actors::submitted)
LOCAL_MESSAGE(actors::list_jobs)
LOCAL_MESSAGE(actors::job_list)
LOCAL_MESSAGE(actors::command_job)
LOCAL_MESSAGE(actors::commanded)
LOCAL_MESSAGE(actors::ask_survey)
LOCAL_MESSAGE(actors::survey_answer)
LOCAL_MESSAGE(actors::drop_survey)
LOCAL_MESSAGE(actors::survey_done)
LOCAL_MESSAGE(actors::survey_over)
LOCAL_MESSAGE(actors::host_changed)
LOCAL_MESSAGE(actors::wake)
LOCAL_MESSAGE(actors::wish)
LOCAL_MESSAGE(actors::want_slot)
LOCAL_MESSAGE(actors::give_slot_back)
LOCAL_MESSAGE(actors::job_changed)
LOCAL_MESSAGE(actors::job_left)
LOCAL_MESSAGE(actors::start_layers)
LOCAL_MESSAGE(actors::stop_layers)
LOCAL_MESSAGE(actors::wake_layers)
LOCAL_MESSAGE(actors::ask_hosts)
LOCAL_MESSAGE(actors::hosts)
LOCAL_MESSAGE(actors::job_news)
LOCAL_MESSAGE(actors::document_read)
LOCAL_MESSAGE(actors::plan_on)
LOCAL_MESSAGE(actors::target_examined)
LOCAL_MESSAGE(actors::restart_job)
LOCAL_MESSAGE(actors::layer_hello)
LOCAL_MESSAGE(actors::layer_start)
LOCAL_MESSAGE(actors::layer_step)
LOCAL_MESSAGE(actors::step_answer)
LOCAL_MESSAGE(actors::commit_steps)
LOCAL_MESSAGE(actors::layer_progress)
LOCAL_MESSAGE(actors::show_progress)
LOCAL_MESSAGE(actors::layer_news)
LOCAL_MESSAGE(actors::wake_layer)
LOCAL_MESSAGE(actors::looked_around)
LOCAL_MESSAGE(actors::offer_again)
LOCAL_MESSAGE(actors::look_after)
LOCAL_MESSAGE(actors::release_answered)
LOCAL_MESSAGE(actors::cancel_server_jobs)
LOCAL_MESSAGE(actors::cancel_answered)
LOCAL_MESSAGE(actors::release_due)

namespace actors {

/// The gate of its layers; owns the job's records.
using job_handle = caf::typed_actor<tells<job_news>, tells<document_read>, tells<plan_on>, tells<looked_around>,
  tells<wake>, asks<wish, commanded>, asks<layer_hello, layer_start>, asks<layer_step, step_answer>,
  tells<commit_steps>, tells<layer_progress>, tells<show_progress>>;

/// Try this job's entries now; the event `released` follows after bounded tries.
struct release_job {
  std::string job;
  job_handle asker;
};

/// One server export.
using layer_handle = caf::typed_actor<tells<layer_news>, tells<wake_layer>, tells<looked_around>, tells<offer_again>>;

} // namespace actors

LOCAL_MESSAGE(actors::release_job)

namespace actors {

/// Gives back what servers hold for us.
using releaser_handle = caf::typed_actor<tells<look_after>, tells<release_job>, tells<release_answered>,
  tells<release_due>, tells<cancel_server_jobs>, tells<cancel_answered>, tells<wake>>;

/// One question about a map.
using survey_handle = caf::typed_actor<tells<document_read>, tells<looked_around>, tells<plan_on>, tells<survey_over>>;

/// Job list, slots, restarts.
using supervisor_handle = caf::typed_actor<asks<submit_job, submitted>, asks<list_jobs, job_list>,
  asks<command_job, commanded>, tells<host_changed>, tells<wake>, tells<want_slot>, tells<give_slot_back>,
  tells<job_changed>, tells<job_left>, tells<start_layers>, tells<stop_layers>, tells<wake_layers>,
  asks<ask_hosts, hosts>, tells<look_after>, tells<release_job>, tells<cancel_server_jobs>, // passed on to the releaser
  tells<target_examined>, tells<restart_job>, asks<ask_survey, survey_answer>, tells<survey_done>, tells<drop_survey>>;

} // namespace actors
