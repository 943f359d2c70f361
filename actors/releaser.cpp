#include "actors/releaser.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace actors {

using namespace std::chrono_literals;
using proto::ledger_state;

namespace {
constexpr std::uint32_t tries_for_who_waits = 3;
constexpr std::chrono::milliseconds pause_for_who_waits = 5s;
} // namespace

releaser::releaser(handle::pointer self, ports outside, std::shared_ptr<const core::rules> rules,
  std::vector<proto::ledger_record> entries)
  : self_(self),
    outside_(outside),
    rules_(std::move(rules)) {
  for (const auto& entry : entries)
    take(entry);
}

releaser::handle::behavior_type releaser::make_behavior() {
  return {
    [this](const look_after& what) { on(what); },
    [this](const release_job& what) { on(what); },
    [this](const release_answered& what) { on(what); },
    [this](const release_due& what) { on(what); },
    [this](const cancel_server_jobs& what) { on(what); },
    [this](const cancel_answered& what) { cancels_.erase(what.ticket); },
    [this](const wake& what) { on(what); },
  };
}

void releaser::on(const look_after& what) {
  for (const auto& entry : what.entries)
    take(entry);
}

void releaser::take(const proto::ledger_record& entry) {
  bool ours = entry.state == ledger_state::to_release || entry.state == ledger_state::exists;
  if (!ours)
    return;
  auto known = tasks_.find(entry.name);
  if (known != tasks_.end() && known->second.state.entry.state == entry.state)
    return;
  auto& what = tasks_[entry.name];
  what.state = {};
  what.state.entry = entry;
  start(what);
}

void releaser::start(task& what) { go_on(what, core::release_next(what.state, *rules_)); }

/// Somebody waits for this job's entries: try at once, and tell when each was
/// tried often enough or is done with.
void releaser::on(const release_job& what) {
  waiting_[what.job] = what.asker;
  std::vector<std::string> names;
  for (const auto& [entry, known] : tasks_)
    if (known.state.entry.job == what.job)
      names.push_back(entry);
  for (const auto& entry : names) {
    auto& known = tasks_.at(entry);
    known.tried = false;
    known.state.failures = 0;
    if (!known.operation)
      start(known);
  }
  tell_who_waits();
}

void releaser::on(const release_answered& what) {
  auto known = tasks_.find(what.name);
  if (known == tasks_.end() || known->second.ticket != what.ticket
    || what.reply.transport == core::transport_error::stopped)
    return;
  known->second.operation.reset();
  go_on(
    known->second, core::release_answered(known->second.state, what.asked, what.reply, *rules_, outside_.clock->now()));
  tell_who_waits();
}

void releaser::on(const release_due& what) {
  auto known = tasks_.find(what.name);
  if (known != tasks_.end() && known->second.ticket == what.ticket)
    start(known->second);
  tell_who_waits();
}

void releaser::on(const cancel_server_jobs& what) {
  for (const auto& request : what.requests) {
    auto ticket = ++last_cancel_;
    cancels_[ticket] = outside_.transfers->start(
      request, [to = handle{self_}, ticket](core::reply) { caf::anon_send(to, cancel_answered{ticket}); });
  }
}

void releaser::on(const wake&) {
  for (auto& [entry, known] : tasks_)
    if (!known.operation && known.state.failures > 0)
      start(known);
}

void releaser::go_on(task& what, core::release_move move) {
  what.state = std::move(move.state);
  switch (move.what) {
  case core::release_move::next::ask: return ask(what, std::move(move.request));
  case core::release_move::next::later: return later(what, move.pause);
  case core::release_move::next::released:
  case core::release_move::next::kept:
    if (!settle(what, move.what))
      later(what, 1min);
  }
}

void releaser::ask(task& what, core::small_request request) {
  auto ticket = ++what.ticket;
  auto entry = what.state.entry.name;
  what.operation = outside_.transfers->start(request, [to = handle{self_}, ticket, entry, request](core::reply reply) {
    caf::anon_send(to, release_answered{entry, ticket, request, std::move(reply)});
  });
}

void releaser::later(task& what, std::chrono::milliseconds pause) {
  if (what.state.failures == 0 || what.state.failures >= tries_for_who_waits)
    what.tried = true;
  else if (somebody_waits(what.state.entry.job))
    pause = std::min(pause, pause_for_who_waits);
  self_->delayed_send(handle{self_}, pause, release_due{what.state.entry.name, ++what.ticket});
}

/// Nothing of it is left, or it stays because it is in use. The entry says so
/// before it is forgotten here.
bool releaser::settle(task& what, core::release_move::next how) {
  auto entry = what.state.entry;
  core::store_batch batch;
  if (how == core::release_move::next::released) {
    batch.forget_ledger.push_back(entry.name);
  } else {
    entry.state = ledger_state::in_use;
    entry.changed_at = outside_.clock->now();
    batch.ledger.push_back(entry);
  }
  if (outside_.store->commit(batch))
    return false;
  outside_.observer->note(core::note_level::info,
    how == core::release_move::next::released ? "replicaReleased" : "replicaKept",
    {{"job", entry.job}, {"layer", entry.layer}, {"name", entry.name}});
  tasks_.erase(entry.name);
  return true;
}

void releaser::tell_who_waits() {
  for (auto waiting = waiting_.begin(); waiting != waiting_.end();) {
    bool pending = std::any_of(tasks_.begin(), tasks_.end(),
      [&](const auto& each) { return each.second.state.entry.job == waiting->first && !each.second.tried; });
    if (pending) {
      ++waiting;
      continue;
    }
    self_->send(waiting->second, job_news{0, core::job_events::released{}});
    waiting = waiting_.erase(waiting);
  }
}

} // namespace actors
