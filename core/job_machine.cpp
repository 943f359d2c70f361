#include "core/job_machine.hpp"

#include "core/job_turn.hpp"
#include "core/names.hpp"
#include "core/retry.hpp"
#include "core/wait_rules.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace core {

using proto::desired_state;
using proto::failure_code;
using proto::job_phase;
using proto::layer_phase;

job_move advance(const job_state& state, const job_event& event, const job_context& context) {
  job_turn turn{state, context};
  std::visit([&turn](const auto& happened) { turn.on(happened); }, event);
  return turn.take();
}

wish_move advance(const job_state& state, job_wish wish, const job_context& context) {
  job_turn turn{state, context};
  if (auto refused = turn.on(wish))
    return {refused, {state, {}, {}}};
  return {std::nullopt, turn.take()};
}

proto::job_record accepted(std::string id, proto::job_request request, std::int64_t now) {
  proto::job_record job;
  job.id = std::move(id);
  job.request = std::move(request);
  job.created_at = now;
  if (job.request.web_map)
    job.title = job.request.web_map->name;
  return job;
}

std::optional<std::int64_t> deadline_of(const proto::job_record& job) {
  if (!job.request.deadline)
    return std::nullopt;
  return job.created_at + std::chrono::milliseconds{*job.request.deadline}.count();
}

proto::failure job_failure(failure_code code, std::string during, std::string subject) {
  proto::failure why;
  why.code = code;
  why.during = std::move(during);
  why.subject = std::move(subject);
  return why;
}

// Entering ----------------------------------------------------------------------

void job_turn::on(const job_events::entered&) { enter(); }

void job_turn::on(const job_events::slot_granted&) {
  if (state().has_slot)
    return;
  if (is_ending() || job().desired != desired_state::run)
    return then(job_effects::give_slot_back{});
  state().has_slot = true;
  enter_with_slot();
}

void job_turn::enter() {
  if (is_final(job().phase))
    return then(job_effects::file{});
  if (job().phase == job_phase::releasing)
    return then(job_effects::stop_layers{});
  if (job().desired != desired_state::run)
    return;
  if (!state().has_slot)
    return then(job_effects::want_slot{});
  enter_with_slot();
}

void job_turn::enter_with_slot() {
  switch (job().phase) {
  case job_phase::queued:
    job().phase = job_phase::planning;
    store_job();
    [[fallthrough]];
  case job_phase::planning: return then(job_effects::plan{});
  case job_phase::running: return then(job_effects::prepare{});
  case job_phase::assembling: return then(job_effects::load_plan{});
  default: return;
  }
}

// Planning ------------------------------------------------------------------------

void job_turn::on(const job_events::planned& event) {
  if (job().phase != job_phase::planning)
    return;
  if (!event.plan)
    return begin_ending(job_phase::failed, event.plan.error());
  const auto& plan = *event.plan;
  bool errors = !plan.layer_errors.empty() || !plan.table_errors.empty();
  bool stops = errors && !job().request.parameters.continue_on_errors;
  if ((!plan.exports.empty() || plan.has_more_than_exports()) && !stops)
    return then(job_effects::save_plan{plan});
  job().layer_errors = plan.layer_errors;
  job().table_errors = plan.table_errors;
  take_title(plan);
  auto why = job_failure(
    failure_code::nothing_to_take, "planning", job().title.empty() ? proto::map_of(job().request) : job().title);
  if (errors) {
    const auto& first = (plan.layer_errors.empty() ? plan.table_errors : plan.layer_errors).front().failure;
    why.hint = "first of them: " + describe(first);
    if (stops)
      why = first;
  }
  begin_ending(job_phase::failed, std::move(why));
}

/// A map without a title keeps the name of its file, if it has one.
void job_turn::take_title(const offline_plan& plan) {
  if (!plan.item_info.title.empty() || !job().request.web_map)
    job().title = plan.item_info.title;
}

/// The plan is durable: now the layers may exist.
void job_turn::on(const job_events::plan_saved& event) {
  if (job().phase != job_phase::planning)
    return;
  if (event.outcome)
    return wait_or_fail(*event.outcome);
  moved_on();
  job().phase = job_phase::running;
  job().plan_digest = event.digest;
  take_title(event.plan);
  job().layer_errors = event.plan.layer_errors;
  job().table_errors = event.plan.table_errors;
  job().planned_at = context_.now;
  job().layer_count = static_cast<int>(event.plan.exports.size());
  store_job();
  state().layers.clear();
  for (int index = 0; index < job().layer_count; ++index) {
    const auto& planned = event.plan.exports[static_cast<std::size_t>(index)];
    proto::layer_record layer;
    layer.job = job().id;
    layer.index = index;
    layer.task = planned.task;
    layer.covers = planned.covers;
    state().layers.push_back(std::move(layer));
    store_layer(index);
  }
  enter();
}

// Running and assembling --------------------------------------------------------------

void job_turn::on(const job_events::prepared& event) {
  if (job().phase != job_phase::running)
    return;
  if (event.outcome)
    return wait_or_fail(*event.outcome);
  moved_on();
  if (state().layers.empty())
    return begin_assembling();
  then(job_effects::start_layers{});
}

void job_turn::on(const job_events::plan_loaded& event) {
  if (job().phase != job_phase::assembling)
    return;
  if (!event.document)
    return wait_or_fail(event.document.error());
  auto damaged = job_failure(failure_code::state_damaged, "reading the saved plan", job().id);
  if (sha256_hex(*event.document) != job().plan_digest)
    return begin_ending(job_phase::failed, damaged);
  auto json = nlohmann::json::parse(*event.document, nullptr, false);
  if (json.is_discarded())
    return begin_ending(job_phase::failed, damaged);
  auto plan = read_offline_plan(json);
  if (!plan)
    return begin_ending(job_phase::failed, plan.error());
  const bool any =
    std::ranges::any_of(state().layers, [](const auto& layer) { return layer.phase == layer_phase::done; });
  if (!any && !plan->has_more_than_exports())
    return begin_ending(job_phase::failed,
      job_failure(failure_code::nothing_to_take, "taking the layers offline", proto::map_of(job().request)));
  then(job_effects::assemble{context_.setting.rules.make_package(job(), *plan, state().layers)});
}

void job_turn::on(const job_events::assembled& event) {
  if (job().phase != job_phase::assembling)
    return;
  if (event.outcome)
    return wait_or_fail(*event.outcome);
  moved_on();
  release_ledger(true);
  job().phase = job_phase::done;
  job().ended_at = context_.now;
  store_job();
  end();
}

// Waits -----------------------------------------------------------------------------

/// The disk may have room later; anything else will not get better.
void job_turn::wait_or_fail(const proto::failure& why) {
  if (why.code == failure_code::disk_full || why.code == failure_code::disk_error)
    return wait_for_disk(why);
  begin_ending(job_phase::failed, why);
}

void job_turn::wait_for_disk(const proto::failure& why) {
  auto name = wait_name(reason::disk, why);
  bool begins = !state().wait || state().wait->reason != name;
  if (begins)
    state().wait = proto::wait_record{name, context_.now, deadline_of(job()), "writes again", why};
  then(job_effects::wait{back_off(reason::disk, ++state().tries, std::nullopt, context_.jitter),
    begins ? proto::outcome{why} : std::nullopt});
}

void job_turn::moved_on() {
  state().wait.reset();
  state().tries = 0;
}

// Helpers ------------------------------------------------------------------------------

bool job_turn::is_ending() const {
  return move_.next.job.phase == job_phase::releasing || is_final(move_.next.job.phase);
}

void job_turn::change(proto::ledger_record entry) {
  ledger_changed_[entry.name] = true;
  state().ledger[entry.name] = std::move(entry);
}

void job_turn::store_layer(int index) { layers_changed_[index] = true; }

/// Everything that changed, as one transaction.
job_move job_turn::take() {
  if (job_changed_)
    move_.batch.jobs.push_back(job());
  for (const auto& [index, changed] : layers_changed_)
    move_.batch.layers.push_back(state().layers[static_cast<std::size_t>(index)]);
  std::vector<proto::ledger_record> to_release;
  for (const auto& [name, changed] : ledger_changed_) {
    auto entry = state().ledger.find(name);
    if (entry->second.state == proto::ledger_state::released) {
      move_.batch.forget_ledger.push_back(name);
      state().ledger.erase(entry);
      continue;
    }
    if (entry->second.state == proto::ledger_state::to_release)
      to_release.push_back(entry->second);
    move_.batch.ledger.push_back(entry->second);
  }
  if (!to_release.empty())
    then(job_effects::hand_over{std::move(to_release)});
  return std::move(move_);
}

} // namespace core
