// Submitting and polling: how a server is brought to make a file for us.
#include "core/attempt_rules.hpp"
#include "core/exports/answers.hpp"
#include "core/layer_turn.hpp"
#include "core/ledger_rules.hpp"
#include "core/network_rules.hpp"

#include <algorithm>

namespace core {

using namespace std::chrono_literals;
using proto::failure_code;
using proto::layer_phase;
using proto::ledger_state;

namespace {
constexpr std::uint32_t most_follows = 10;
}

// Submitting --------------------------------------------------------------------

void layer_turn::enter_submitting(bool by_request) {
  if (record().phase == layer_phase::submitting && record().server_job.submitted_at != 0)
    return answer_lost();
  auto& unanswered = record().unanswered;
  forget_old(unanswered, context_.now);
  if (by_request)
    unanswered.clear();
  auto why = failure(failure_code::submit_unanswered, "asking for the export");
  auto next = next_submit(unanswered);
  if (!next) {
    // Leaves the wait by itself when the oldest of them is a day old.
    auto day_passes = std::chrono::milliseconds{unanswered.front() - context_.now} + 24h;
    record().phase = layer_phase::submitting;
    return wait("submitUnanswered", day_passes, why, "asks for a new export");
  }
  if (*next > context_.now) {
    record().phase = layer_phase::submitting;
    return wait("unanswered", std::chrono::milliseconds{*next - context_.now}, why, "asks for a new export");
  }
  if (unanswered.empty())
    begin_attempt();
  else
    look_for_service();
}

/// A link that resets connections looks like an answer lost each time: whether the
/// service can be reached is told by a question that leaves nothing behind.
void layer_turn::look_for_service() {
  record().phase = layer_phase::submitting;
  state().looks_for_service = true;
  then(layer_effects::ask{service_request(record().task, service(), context_.setting.portal, http_method::get)});
}

/// Whatever it says, the next request will be told better.
void layer_turn::service_looked_for(const layer_events::answered& event) {
  const auto why = trouble_of(event.reply, "looking for the service", event.asked.address);
  if (why && why->reason == reason::network)
    retry_or_fail(*why);
  else
    begin_attempt();
}

/// The intent, which is durable before the request leaves: an answer that gets
/// lost then leaves an entry in the ledger and not an unknown replica.
void layer_turn::begin_attempt() {
  auto& layer = record();
  layer.phase = layer_phase::submitting;
  ++layer.attempt;
  layer.redownloads = 0;
  layer.replica_id.clear();
  layer.artifacts.clear();
  layer.server_job = {{}, context_.now};
  const bool is_named = kind_of(layer.task) == proto::export_kind::feature_sync;
  layer.name = is_named ? replica_name(context_.setting.install_id, layer.job, layer.index, layer.attempt) : "";
  write(ledger_entry(layer, ledger_state::intended, context_.setting, context_.now));
  state().follows = 0;
  state().refreshed = false;
  state().looks_for_service = false;
  state().addresses.clear();
  then(layer_effects::ask{protocol().submit(layer, context_.setting.portal)});
}

/// Nobody knows what the service has done. It is never asked again by that name.
void layer_turn::answer_lost() {
  auto& layer = record();
  forget_old(layer.unanswered, context_.now);
  layer.unanswered.push_back(context_.now);
  leave_attempt(ledger_state::to_release);
  enter_submitting(false);
}

void layer_turn::judge_submit(const layer_events::answered& event) {
  static const std::string during = "asking for the export";
  if (std::exchange(state().looks_for_service, false))
    return service_looked_for(event);
  if (may_have_arrived(event.reply))
    return answer_lost();
  if (!event.reply.ok()) {
    if (auto why = trouble_of(event.reply, during, event.asked.address))
      return submit_failed(*why);
    return submit_refused(failure(failure_code::invalid_response, during));
  }
  auto answer = state().follows == 0 ? protocol().read_submit(record(), event.reply)
                                     : protocol().read_poll(record(), event.asked, event.reply);
  if (auto* running = std::get_if<exported::running>(&answer)) {
    moved_on();
    record().phase = layer_phase::polling;
    record().server_job.address = running->status_address;
    record().unanswered.clear();
    write(ledger_entry(record(), ledger_state::exists, context_.setting, context_.now));
    return enter_polling();
  }
  if (auto* more = std::get_if<exported::follow>(&answer))
    return follow(*more);
  if (auto* ready = std::get_if<exported::ready>(&answer)) {
    record().unanswered.clear();
    return take_addresses(*ready);
  }
  auto& failed = std::get<exported::failed>(answer);
  if (failed.job_failed || failed.job_lost)
    return failed.failure.worth_retrying ? attempt_failed(failed.failure) : fail(failed.failure);
  if (auto why = trouble_of(event.reply, during, event.asked.address))
    return submit_failed(*why);
  if (failed.failure.code == failure_code::invalid_response)
    return answer_lost(); // it said yes or no, but not in words that can be read
  submit_refused(failed.failure);
}

/// The service has not done it, or never heard of it.
void layer_turn::submit_failed(const trouble& why) {
  switch (why.reason) {
  case reason::network:
  case reason::busy:
  case reason::auth: leave_attempt(ledger_state::released); return retry_or_fail(why);
  case reason::refused:
  case reason::lost: return submit_refused(why.failure);
  case reason::server_error:
  case reason::damaged:
  case reason::disk: return attempt_failed(why.failure);
  case reason::internal: return fail(why.failure);
  }
}

void layer_turn::submit_refused(const proto::failure& why) {
  fail(why);
  for (auto& entry : move_.ledger)
    entry.state = ledger_state::released; // a refusal leaves nothing behind
}

// Polling -------------------------------------------------------------------------

void layer_turn::enter_polling() {
  state().follows = 0;
  then(layer_effects::ask{protocol().poll(record(), context_.setting.portal)});
}

void layer_turn::judge_poll(const layer_events::answered& event) {
  static const std::string during = "asking for the state of the export";
  if (!event.reply.ok()) {
    // "No such job" is the protocol's to read: some servers keep it elsewhere.
    const auto why = trouble_of(event.reply, during, event.asked.address);
    if (why && why->reason != reason::lost && why->reason != reason::refused)
      return retry_or_fail(*why);
  }
  auto answer = protocol().read_poll(record(), event.asked, event.reply);
  if (auto* running = std::get_if<exported::running>(&answer))
    return still_running(*running);
  if (auto* more = std::get_if<exported::follow>(&answer))
    return follow(*more);
  if (auto* ready = std::get_if<exported::ready>(&answer))
    return take_addresses(*ready);
  poll_failed(std::get<exported::failed>(answer), event);
}

void layer_turn::still_running(const exported::running& answer) {
  moved_on();
  if (context_.now - record().server_job.submitted_at >= context_.setting.limits.server_job.count()) {
    if (auto request = protocol().cancel(record(), context_.setting.portal))
      then(layer_effects::cancel_server_job{std::move(*request)});
    return attempt_failed(failure(failure_code::server_job_failed, "waiting for the export", answer.words));
  }
  if (!answer.status_address.empty() && answer.status_address != record().server_job.address) {
    record().server_job.address = answer.status_address;
    write(ledger_entry(record(), ledger_state::exists, context_.setting, context_.now));
  }
  if (answer.percent)
    then(layer_effects::show_percent{*answer.percent});
  then(layer_effects::wait{poll_interval(++state().polls, context_.jitter)});
}

void layer_turn::poll_failed(const exported::failed& answer, const layer_events::answered& event) {
  if (answer.job_lost)
    return attempt_failed(answer.failure);
  if (answer.job_failed)
    return answer.failure.worth_retrying ? attempt_failed(answer.failure) : fail(answer.failure);
  if (auto why = trouble_of(event.reply, "asking for the state of the export", event.asked.address))
    return retry_or_fail(*why);
  retry_or_fail({reason::server_error, answer.failure, std::nullopt, event.asked.address});
}

void layer_turn::follow(const exported::follow& answer) {
  if (++state().follows > most_follows)
    return attempt_failed(failure(failure_code::invalid_response, "following the export's result"));
  auto next = answer.next;
  next.portal = context_.setting.portal; // the answer that led here may not know who signs in
  then(layer_effects::ask{std::move(next)});
}

/// Gives up this attempt's server job. Its replica, if any, is not in the package.
void layer_turn::attempt_failed(const proto::failure& why) {
  ++record().failed_attempts;
  if (record().failed_attempts >= most_failed_attempts)
    return fail(why);
  leave_attempt(ledger_state::to_release);
  state().server_errors = 0;
  wait("serverError", back_off(reason::server_error, record().failed_attempts, std::nullopt, context_.jitter), why,
    "asks for a new export");
}

/// Back to before an export request; what the last one made goes to the ledger.
void layer_turn::leave_attempt(ledger_state after) {
  auto& layer = record();
  write(ledger_entry(layer, after, context_.setting, context_.now));
  for (const auto& file : layer.artifacts) {
    waste(layer, "newExport", total(file.done));
    then(layer_effects::discard{{context_.setting.target, file.part_name.empty() ? file.final_name : file.part_name}});
  }
  layer.artifacts.clear();
  layer.phase = layer_phase::submitting;
  layer.server_job = {};
  state().addresses.clear();
}

} // namespace core
