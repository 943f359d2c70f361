#include "actors/layer.hpp"

#include "core/network_rules.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <type_traits>

namespace actors {

using namespace std::chrono_literals;

namespace {

template <class Effect, class... Kinds>
constexpr bool is_one_of = (std::is_same_v<Effect, Kinds> || ...);

/// Effects that end the activity before them.
template <class Effect>
constexpr bool is_activity = is_one_of<Effect, core::layer_effects::ask, core::layer_effects::open_part,
  core::layer_effects::fetch, core::layer_effects::check, core::layer_effects::finish, core::layer_effects::wait,
  core::layer_effects::look_around>;

} // namespace

layer::layer(handle::pointer self, job_handle job, supervisor_handle supervisor, int index, ports outside,
  std::shared_ptr<const core::layer_setting> setting)
  : self_(self),
    job_(std::move(job)),
    supervisor_(std::move(supervisor)),
    index_(index),
    outside_(outside),
    setting_(std::move(setting)) {}

layer::handle::behavior_type layer::make_behavior() {
  greet();
  return {
    [this](const layer_news& news) { on(news); },
    [this](const wake_layer& what) { on(what); },
    [this](const looked_around& what) {
      if (what.ticket == ticket_)
        ask_hosts_now();
    },
    [this](const offer_again& due) {
      if (offered_ && due.ticket == offer_ticket_)
        offer();
    },
  };
}

// Deciding ------------------------------------------------------------------------

/// Also after a crash: the job has the latest record, and entering its phase is
/// the same as coming back to it.
void layer::greet() {
  self_->request(job_, gate_time, layer_hello{index_})
    .await(
      [this](const layer_start& start) {
        if (!start.run)
          return self_->quit();
        state_.record = start.record;
        incarnation_ = start.incarnation;
        decide(core::layer_events::entered{});
      },
      [this](caf::error& error) { self_->quit(std::move(error)); });
}

void layer::on(const layer_news& news) {
  if (news.ticket != ticket_)
    return;
  if (offered_)
    deferred_.push_back(news);
  else
    decide(news.event);
}

void layer::on(const wake_layer& what) {
  if (offered_)
    return offer();
  const auto& wait = state_.record.wait;
  if (waiting_ && core::ends_wait(wait ? wait->reason : std::string{}, what.cause))
    decide(core::layer_events::entered{what.cause == core::wake_cause::person});
}

void layer::decide(const core::layer_event& event) {
  offered_ = core::advance(state_, event, context());
  if (offered_->next.record == state_.record && offered_->ledger.empty())
    return proceed(); // nothing to make durable
  refusals_ = 0;
  offer();
}

/// The job answers inside its handlers, so being deaf until then costs nothing.
void layer::offer() {
  ++offer_ticket_;
  self_->request(job_, gate_time, layer_step{index_, incarnation_, offered_->next.record, offered_->ledger})
    .await(
      [this](const step_answer& answer) {
        switch (answer.verdict) {
        case verdict::proceed: return proceed();
        case verdict::wait: return offer_later();
        case verdict::stop: return self_->quit();
        }
      },
      [this](caf::error& error) { self_->quit(std::move(error)); });
}

void layer::offer_later() {
  auto pause = std::min<std::chrono::seconds>(1s * (1 << std::min(refusals_++, 6u)), 60s);
  self_->delayed_send(handle{self_}, pause, offer_again{offer_ticket_});
}

void layer::proceed() {
  auto move = std::move(*offered_);
  offered_.reset();
  state_ = std::move(move.next);
  for (const auto& effect : move.effects)
    perform(effect);
  if (core::has_ended(state_.record))
    return self_->quit();
  while (!offered_ && !deferred_.empty()) {
    auto news = std::move(deferred_.front());
    deferred_.erase(deferred_.begin());
    on(news);
  }
}

core::layer_context layer::context() const { return {*setting_, outside_.clock->now(), core::unit(*outside_.entropy)}; }

// Performing ------------------------------------------------------------------------

template <class Event>
auto layer::told() {
  return [to = handle{self_}, ticket = ticket_](auto what) {
    caf::anon_send(to, layer_news{ticket, Event{std::move(what)}});
  };
}

void layer::new_activity() {
  ++ticket_;
  waiting_ = false;
  sync_.reset();
  transfer_.reset();
  operation_.reset();
}

void layer::perform(const core::layer_effect& effect) {
  std::visit(
    [this]<class Effect>(const Effect& what) {
      if constexpr (is_activity<Effect>)
        new_activity();
      perform(what);
    },
    effect);
}

void layer::perform(const core::layer_effects::ask& effect) {
  operation_ = outside_.transfers->start(
    effect.request, [to = handle{self_}, ticket = ticket_, asked = effect.request](core::reply reply) {
      caf::anon_send(to, layer_news{ticket, core::layer_events::answered{asked, std::move(reply)}});
    });
}

void layer::perform(const core::layer_effects::open_part& effect) {
  if (effect.anew)
    perform(core::layer_effects::discard{effect.part});
  operation_ = outside_.disk->open_part(effect.part, told<core::layer_events::part_opened>());
}

void layer::perform(const core::layer_effects::fetch& effect) {
  transfer_ = outside_.transfers->start(effect.request,
    {told<core::layer_events::opened>(), told<core::layer_events::written>(), told<core::layer_events::ended>()});
}

void layer::perform(const core::layer_effects::check& effect) {
  operation_ = outside_.disk->check(effect.part, effect.request, effect.size, told<core::layer_events::checked>());
}

void layer::perform(const core::layer_effects::finish& effect) {
  operation_ = outside_.disk->finish(effect.part, effect.final_name, told<core::layer_events::finished>());
}

void layer::perform(const core::layer_effects::wait& effect) {
  waiting_ = true;
  self_->delayed_send(handle{self_}, effect.time, layer_news{ticket_, core::layer_events::entered{}});
}

/// The portal's answer tells whether there is a network; it arrives in the
/// supervisor's table like every other.
void layer::perform(const core::layer_effects::look_around&) {
  operation_ = outside_.transfers->start(core::knock(setting_->portal_address, setting_->portal),
    [to = handle{self_}, ticket = ticket_](core::reply) { caf::anon_send(to, looked_around{ticket}); });
}

void layer::ask_hosts_now() {
  self_->request(supervisor_, gate_time, ask_hosts{})
    .then(
      [this, ticket = ticket_](const hosts& known) {
        on(layer_news{ticket, core::layer_events::hosts_known{known.states}});
      },
      [this, ticket = ticket_](caf::error&) {
        on(layer_news{ticket, core::layer_events::hosts_known{}});
      });
}

void layer::perform(const core::layer_effects::sync& effect) {
  sync_ = outside_.disk->sync_part(
    effect.part, [to = handle{self_}, ticket = ticket_, ranges = effect.ranges](proto::outcome outcome) {
      caf::anon_send(to, layer_news{ticket, core::layer_events::synced{ranges, std::move(outcome)}});
    });
}

void layer::perform(const core::layer_effects::confirm& effect) {
  if (transfer_)
    transfer_->confirm(effect.ranges);
}

void layer::perform(const core::layer_effects::look_at_checkpoint& effect) {
  self_->delayed_send(handle{self_}, effect.time, layer_news{ticket_, core::layer_events::checkpoint_due{}});
}

void layer::perform(const core::layer_effects::cancel_server_job& effect) {
  self_->send(supervisor_, cancel_server_jobs{{effect.request}});
}

void layer::perform(const core::layer_effects::discard& effect) {
  constexpr std::size_t most = 8;
  if (discards_.size() == most)
    discards_.erase(discards_.begin());
  discards_.push_back(outside_.disk->discard(effect.part, [](proto::outcome) {}));
}

void layer::perform(const core::layer_effects::show_percent& effect) {
  self_->send(job_, layer_progress{index_, effect.percent});
}

void layer::perform(const core::layer_effects::note& effect) {
  outside_.observer->note(
    effect.level, effect.code, {{"job", state_.record.job}, {"layer", index_}, {"text", effect.text}});
}

} // namespace actors
