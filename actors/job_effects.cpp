// What a job does once its step is durable.
#include "actors/job.hpp"

#include "core/names.hpp"

#include <nlohmann/json.hpp>

namespace actors {

using namespace std::chrono_literals;
namespace events = core::job_events;
namespace effects = core::job_effects;

/// A function for a port's callback: exactly one message to this actor.
template <class Event>
auto job::told() {
  return [to = handle{self_}, ticket = ticket_](auto what) {
    caf::anon_send(to, job_news{ticket, Event{std::move(what)}});
  };
}

void job::perform(const core::job_move& move) {
  for (const auto& effect : move.effects)
    std::visit([this](const auto& what) { perform_one(what); }, effect);
}

/// Late news of what was under way carry an old ticket from here on.
void job::drop_work() {
  ++ticket_;
  work_.clear();
  planner_.reset();
}

void job::perform_one(const effects::drop_work&) { drop_work(); }

void job::perform_one(const effects::want_slot&) { self_->send(supervisor_, want_slot{state_.job.id}); }

void job::perform_one(const effects::give_slot_back&) { self_->send(supervisor_, give_slot_back{state_.job.id}); }

// Planning ------------------------------------------------------------------------

void job::perform_one(const effects::plan&) {
  drop_work();
  plan_tries_ = 0;
  plan_reader::listener mailbox{[to = handle{self_}](document_read read) { caf::anon_send(to, std::move(read)); },
    [to = handle{self_}](looked_around what) { caf::anon_send(to, what); }};
  core::plan_question question{state_.job.request, setting_->portal_address, setting_->portal, core::plan_purpose::job,
    nullptr, {}, setting_->basemap_substitutions};
  planner_.emplace(std::move(mailbox), ticket_, outside_, *setting_, std::move(question));
  follow_plan(planner_->go_on());
}

void job::follow_plan(plan_reader::progress progress) {
  auto before = state_;
  if (std::holds_alternative<plan_reader::asking>(progress))
    return;
  if (auto* waiting = std::get_if<plan_reader::waiting>(&progress)) {
    auto pause = core::back_off(waiting->why, ++plan_tries_, waiting->retry_after, core::unit(*outside_.entropy));
    auto wait = core::wait_name(waiting->why, waiting->failure);
    if (!state_.wait || state_.wait->reason != wait) {
      state_.wait =
        proto::wait_record{wait, outside_.clock->now(), core::deadline_of(state_.job), "asks again", waiting->failure};
      note_wait(waiting->failure);
      publish(before);
    }
    self_->delayed_send(handle{self_}, pause, plan_on{ticket_, plan_tries_});
    return;
  }
  state_.wait.reset();
  auto map = std::get<proto::result<core::prepared_map>>(std::move(progress));
  planner_.reset();
  decide(events::planned{map ? proto::result<core::offline_plan>{std::move(map->plan)} : map.error()}, ticket_);
}

void job::ask_hosts_now() {
  auto tell = [this, ticket = ticket_](const hosts& known) {
    if (planner_ && ticket == ticket_)
      follow_plan(planner_->on(known));
  };
  self_->request(supervisor_, gate_time, ask_hosts{}).then(tell, [tell](caf::error&) { tell({}); });
}

void job::note_wait(const proto::failure& why) const {
  outside_.observer->note(core::note_level::warning, "jobWaits", {{"job", state_.job.id}, {"text", describe(why)}});
}

void job::perform_one(const effects::save_plan& effect) {
  drop_work();
  auto document = core::to_json(effect.plan).dump();
  auto digest = core::sha256_hex(document);
  work_.push_back(outside_.disk->save_plan(state_.job.id, std::move(document),
    [to = handle{self_}, ticket = ticket_, plan = effect.plan, digest](proto::outcome outcome) {
      caf::anon_send(to, job_news{ticket, events::plan_saved{plan, digest, std::move(outcome)}});
    }));
}

// Running and assembling -------------------------------------------------------------

void job::perform_one(const effects::prepare&) {
  drop_work();
  work_.push_back(outside_.disk->prepare(
    state_.job.request.download_directory, to_json(state_.job).dump(), told<events::prepared>()));
}

void job::perform_one(const effects::start_layers&) {
  start_layers wanted{state_.job.id, {}};
  for (const auto& layer : state_.layers)
    if (!core::has_ended(layer))
      wanted.layers.push_back(layer.index);
  self_->send(supervisor_, std::move(wanted));
}

void job::perform_one(const effects::stop_layers&) {
  drop_work();
  incarnations_.clear();
  self_->send(supervisor_, stop_layers{state_.job.id});
}

void job::perform_one(const effects::wake_layers&) { self_->send(supervisor_, wake_layers{state_.job.id}); }

void job::perform_one(const effects::load_plan&) {
  drop_work();
  work_.push_back(outside_.disk->load_plan(state_.job.id, told<events::plan_loaded>()));
}

void job::perform_one(const effects::assemble& effect) {
  drop_work();
  work_.push_back(
    outside_.disk->assemble(state_.job.request.download_directory, effect.files, told<events::assembled>()));
}

// Ending --------------------------------------------------------------------------------

void job::perform_one(const effects::cancel_server_jobs&) {
  cancel_server_jobs jobs;
  for (const auto& layer : state_.layers) {
    if (layer.phase != proto::layer_phase::polling)
      continue;
    if (auto request = setting_->rules.protocol_of(kind_of(layer.task)).cancel(layer, setting_->portal))
      jobs.requests.push_back(std::move(*request));
  }
  if (!jobs.requests.empty())
    self_->send(supervisor_, std::move(jobs));
}

void job::perform_one(const effects::hand_over& effect) {
  if (!effect.entries.empty())
    self_->send(supervisor_, look_after{effect.entries});
}

void job::perform_one(const effects::release&) { self_->send(supervisor_, release_job{state_.job.id, handle{self_}}); }

void job::perform_one(const effects::remove_staging&) {
  work_.push_back(outside_.disk->remove_staging(
    state_.job.request.download_directory, state_.job.id, told<events::staging_removed>()));
}

/// The history first: a crash in between files the job once more, which replaces
/// the row. The plan document goes before the record that knows of it.
void job::perform_one(const effects::file&) {
  drop_work();
  if (auto failed = outside_.history->append(view())) {
    decide(events::filed{failed}, ticket_);
    return;
  }
  work_.push_back(
    outside_.disk->remove_staging(state_.job.request.download_directory, state_.job.id, [](proto::outcome) {}));
  work_.push_back(outside_.disk->remove_plan(state_.job.id, [to = handle{self_}, ticket = ticket_](proto::outcome) {
    caf::anon_send(to, job_news{ticket, events::filed{}});
  }));
}

void job::perform_one(const effects::leave&) {
  for (auto& [step, answer] : gathered_)
    answer.deliver(step_answer{verdict::stop, std::nullopt});
  gathered_.clear();
  self_->send(supervisor_, job_left{state_.job.id});
  self_->quit();
}

void job::perform_one(const effects::wait& effect) {
  drop_work();
  if (effect.begins)
    note_wait(*effect.begins);
  self_->delayed_send(handle{self_}, effect.time, job_news{ticket_, events::entered{}});
}

} // namespace actors
