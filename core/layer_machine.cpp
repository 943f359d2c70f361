#include "core/layer_machine.hpp"

#include "core/attempt_rules.hpp"
#include "core/layer_turn.hpp"
#include "core/ledger_rules.hpp"
#include "core/network_rules.hpp"
#include "core/wait_rules.hpp"

#include <algorithm>

namespace core {

using namespace std::chrono_literals;
using proto::layer_phase;

layer_move advance(const layer_state& state, const layer_event& event, const layer_context& context) {
  if (has_ended(state.record))
    return {state, {}, {}};
  layer_turn turn{state, context};
  std::visit([&turn](const auto& happened) { turn.on(happened); }, event);
  return turn.take();
}

bool has_ended(const proto::layer_record& record) {
  return record.phase == layer_phase::done || record.phase == layer_phase::failed;
}

proto::layer_record at_rest(
  proto::layer_record record, const layer_context& context, std::vector<proto::ledger_record>& ledger) {
  if (record.phase != layer_phase::submitting || record.server_job.submitted_at == 0)
    return record;
  if (auto entry = ledger_entry(record, proto::ledger_state::to_release, context.setting, context.now))
    ledger.push_back(std::move(*entry));
  record.server_job = {};
  return record;
}

proto::layer_record failed(proto::layer_record record, proto::failure why, const layer_context& context,
  std::vector<proto::ledger_record>& ledger) {
  bool asked = record.phase != layer_phase::submitting || record.server_job.submitted_at != 0;
  auto entry = ledger_entry(record, proto::ledger_state::to_release, context.setting, context.now);
  if (asked && entry)
    ledger.push_back(std::move(*entry));
  record.phase = layer_phase::failed;
  record.failure = std::move(why);
  record.wait.reset();
  return record;
}

// Entering --------------------------------------------------------------------

void layer_turn::on(const layer_events::entered& event) {
  switch (record().phase) {
  case layer_phase::planned:
  case layer_phase::submitting: return enter_submitting(event.retry);
  case layer_phase::polling: return enter_polling();
  case layer_phase::downloading: return enter_downloading();
  case layer_phase::verifying: return enter_verifying();
  case layer_phase::done:
  case layer_phase::failed: return;
  }
}

void layer_turn::on(const layer_events::answered& event) {
  if (event.reply.transport == transport_error::stopped)
    return; // we are being stopped as well; the record says where to go on
  if (record().phase == layer_phase::submitting)
    judge_submit(event);
  else if (record().phase == layer_phase::polling)
    judge_poll(event);
}

// Waits -------------------------------------------------------------------------

/// What a failure means where the phase can be entered again.
void layer_turn::retry_or_fail(const trouble& why) {
  ++state().tries;
  switch (why.reason) {
  case reason::network: return silent(why);
  case reason::busy: return wait(why, "asks again");
  case reason::auth: return wait(why, "signs in again");
  case reason::disk: return wait(why, "writes again");
  case reason::server_error:
  case reason::damaged:
    if (++state().server_errors >= most_server_errors)
      return attempt_failed(why.failure);
    return wait(why, "asks again");
  case reason::lost: return attempt_failed(why.failure);
  case reason::refused:
  case reason::internal: return fail(why.failure);
  }
}

/// No answer: wait for the network, however long it takes. Only when this has
/// lasted is it worth knowing whether others answer.
void layer_turn::silent(const trouble& why) {
  bool lasts = record().wait && record().wait->reason == wait_name(why.reason, why.failure)
    && context_.now - record().wait->since >= context_.setting.limits.service_lost.count();
  if (!lasts)
    return wait(why, "asks again");
  state().silent_origin = origin_of(why.address);
  state().looked_at = context_.now;
  then(layer_effects::look_around{});
}

void layer_turn::on(const layer_events::hosts_known& event) {
  const auto& silence = record().wait;
  if (silence && service_lost(event.hosts, state().silent_origin, silence->since, state().looked_at)) {
    auto why = failure(proto::failure_code::service_lost, "waiting for the service");
    if (silence->failure)
      why.hint = silence->failure->hint; // a refused certificate is another matter than a dead host
    return fail(why);
  }
  then(layer_effects::wait{back_off(reason::network, state().tries, std::nullopt, context_.jitter)});
}

/// A wait is written when it begins and then stays as it is, so that a week
/// without a network costs one commit.
void layer_turn::wait(
  const std::string& name, std::chrono::milliseconds time, const proto::failure& why, const std::string& next) {
  if (!record().wait || record().wait->reason != name) {
    record().wait = proto::wait_record{name, context_.now, context_.setting.deadline, next, why};
    note(note_level::warning, "layerWaits", describe(why));
  }
  then(layer_effects::wait{time});
}

void layer_turn::wait(const trouble& why, const std::string& next) {
  wait(wait_name(why.reason, why.failure), pause_before_retry(why), why.failure, next);
}

void layer_turn::moved_on() {
  record().wait.reset();
  state().tries = 0;
  state().server_errors = 0;
}

std::chrono::milliseconds layer_turn::pause_before_retry(const trouble& why) const {
  return back_off(why.reason, move_.next.tries, why.retry_after, context_.jitter);
}

// Ends ----------------------------------------------------------------------------

void layer_turn::fail(const proto::failure& why) {
  record() = failed(std::move(record()), why, context_, move_.ledger);
  note(note_level::error, "layerFailed", describe(why));
}

// Helpers ---------------------------------------------------------------------------

void layer_turn::write(std::optional<proto::ledger_record> entry) {
  if (entry)
    move_.ledger.push_back(std::move(*entry));
}

void layer_turn::note(note_level level, const std::string& code, const std::string& text) {
  then(layer_effects::note{level, code, text});
}

proto::artifact_record* layer_turn::current() {
  auto& files = record().artifacts;
  auto file = std::find_if(files.begin(), files.end(), [](const auto& each) { return !each.part_name.empty(); });
  return file == files.end() ? nullptr : &*file;
}

const export_protocol& layer_turn::protocol() const {
  return context_.setting.rules.protocol_of(kind_of(move_.next.record.task));
}

const std::string& layer_turn::service() const { return service_of(move_.next.record.task); }

std::optional<layer_turn::trouble> layer_turn::trouble_of(
  const reply& answer, const std::string& during, const std::string& address) const {
  auto why = classify(answer, during, service());
  if (!why)
    return std::nullopt;
  return trouble{why->reason, std::move(why->failure), why->retry_after, address};
}

proto::failure layer_turn::failure(proto::failure_code code, std::string during, std::string words) const {
  proto::failure why;
  why.code = code;
  why.during = std::move(during);
  why.subject = service();
  why.server_said = std::move(words);
  return why;
}

} // namespace core
