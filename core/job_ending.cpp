// How a job comes to an end: releasing, the final phases, wishes.
#include "core/job_turn.hpp"
#include "core/ledger_rules.hpp"

#include <algorithm>

namespace core {

using proto::desired_state;
using proto::failure_code;
using proto::job_phase;
using proto::ledger_state;

namespace {
constexpr std::uint32_t most_removals = 3;
}

// Wishes ------------------------------------------------------------------------

proto::outcome job_turn::on(job_wish wish) {
  if (is_ending() && wish != job_wish::cancel)
    return job_failure(failure_code::wrong_state, "changing a job that is ending", job().id);
  switch (wish) {
  case job_wish::pause: pause(); break;
  case job_wish::resume:
    if (job().desired == desired_state::run)
      break;
    job().desired = desired_state::run;
    store_job();
    forget_unanswered();
    enter();
    break;
  case job_wish::cancel:
    if (is_final(job().phase))
      return job_failure(failure_code::wrong_state, "cancelling a job that has ended", job().id);
    job().desired = desired_state::cancel;
    store_job();
    if (job().phase != job_phase::releasing)
      begin_ending(job_phase::cancelled, job_failure(failure_code::cancelled, "cancelling", job().id));
    break;
  case job_wish::retry:
    then(job_effects::wake_layers{});
    if (state().wait) {
      then(job_effects::drop_work{});
      enter();
    }
    break;
  }
  return std::nullopt;
}

/// Everything stops where it is. A request that is still without an answer is
/// given up, so that taking up again neither repeats it nor counts a fault.
void job_turn::pause() {
  if (job().desired == desired_state::pause)
    return;
  job().desired = desired_state::pause;
  store_job();
  for (auto& layer : state().layers) {
    std::vector<proto::ledger_record> given_up;
    auto rested = at_rest(layer, context_.for_layers(), given_up);
    if (rested == layer)
      continue;
    layer = std::move(rested);
    store_layer(layer.index);
    for (auto& entry : given_up)
      change(std::move(entry));
  }
  moved_on();
  then(job_effects::drop_work{});
  then(job_effects::stop_layers{});
  state().has_slot = false;
  then(job_effects::give_slot_back{});
}

/// Who resumes a job wants its export requests sent now, however many had no answer.
void job_turn::forget_unanswered() {
  for (auto& layer : state().layers)
    if (!std::exchange(layer.unanswered, {}).empty())
      store_layer(layer.index);
}

// Ending before the package ----------------------------------------------------------

void job_turn::on(const job_events::deadline&) {
  if (!is_ending())
    begin_ending(job_phase::failed, job_failure(failure_code::deadline_passed, "taking the map offline", job().id));
}

void job_turn::on(const job_events::doomed& event) {
  if (is_final(job().phase))
    return enter();
  if (job().phase != job_phase::releasing)
    return begin_ending(job_phase::failed, event.failure);
  state().replicas_tried = state().staging_gone = true; // releasing itself is what fails
  end_when_released();
}

/// From here on no step of a layer becomes durable. What servers hold for this
/// job is noted for release in the same transaction.
void job_turn::begin_ending(job_phase ending, proto::failure why) {
  job().phase = job_phase::releasing;
  job().ending = ending;
  job().failure = std::move(why);
  store_job();
  release_ledger(false);
  moved_on();
  state().replicas_tried = state().staging_gone = false;
  then(job_effects::drop_work{});
  if (std::exchange(state().has_slot, false))
    then(job_effects::give_slot_back{});
  then(job_effects::stop_layers{});
}

/// Whether the file of this entry is in the package.
bool job_turn::is_taken(const proto::ledger_record& entry) const {
  const auto& layers = move_.next.layers;
  auto index = static_cast<std::size_t>(entry.layer);
  if (index >= layers.size() || layers[index].phase != proto::layer_phase::done)
    return false;
  auto taken = ledger_entry(layers[index], ledger_state::exists, context_.setting, context_.now);
  return taken && taken->name == entry.name;
}

/// Replicas whose file is in the package stay registered, later sync needs them.
/// An answered attempt that is not the one of a finished layer goes.
void job_turn::release_ledger(bool keep_what_is_taken) {
  for (const auto& [name, known] : std::map{state().ledger}) {
    if (known.state == ledger_state::to_release)
      continue;
    if (keep_what_is_taken && is_taken(known))
      continue;
    auto entry = known;
    entry.state = ledger_state::to_release;
    entry.changed_at = context_.now;
    change(std::move(entry));
  }
}

void job_turn::on(const job_events::layers_stopped&) {
  if (job().phase != job_phase::releasing)
    return;
  then(job_effects::cancel_server_jobs{});
  then(job_effects::remove_staging{});
  then(job_effects::release{});
}

void job_turn::on(const job_events::released&) {
  if (job().phase != job_phase::releasing)
    return;
  state().replicas_tried = true;
  end_when_released();
}

void job_turn::on(const job_events::staging_removed& event) {
  if (job().phase != job_phase::releasing)
    return;
  if (event.outcome && state().tries + 1 < most_removals)
    return wait_for_disk(*event.outcome);
  state().staging_gone = true;
  end_when_released();
}

void job_turn::end_when_released() {
  if (!state().replicas_tried || !state().staging_gone)
    return;
  moved_on();
  job().phase = job().ending.value_or(job_phase::failed);
  job().ended_at = context_.now;
  store_job();
  end();
}

// After the end -----------------------------------------------------------------------

void job_turn::end() {
  std::vector<proto::ledger_record> kept; // the releaser looks for their twins
  for (const auto& [name, entry] : state().ledger)
    if (entry.state == ledger_state::exists)
      kept.push_back(entry);
  then(job_effects::hand_over{std::move(kept)});
  if (std::exchange(state().has_slot, false))
    then(job_effects::give_slot_back{});
  then(job_effects::file{});
}

void job_turn::on(const job_events::filed& event) {
  if (event.outcome)
    return wait_for_disk(*event.outcome);
  move_.batch.forget_jobs.push_back(job().id);
  then(job_effects::leave{});
}

} // namespace core
