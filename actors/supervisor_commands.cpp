// What people ask of the supervisor.
#include "actors/supervisor.hpp"

#include "core/names.hpp"
#include "core/target_rules.hpp"
#include "proto/arcgis/service_address.hpp"

#include <algorithm>

namespace actors {

using namespace std::chrono_literals;
using proto::failure_code;

namespace {

constexpr auto answer_time = 60s;

proto::failure refusal(failure_code code, std::string during, std::string subject) {
  proto::failure why;
  why.code = code;
  why.during = std::move(during);
  why.subject = std::move(subject);
  return why;
}

submitted too_late() { return {{}, refusal(failure_code::wrong_state, "taking a job", "the daemon is stopping")}; }

} // namespace

// Submitting --------------------------------------------------------------------

/// Everything that can be refused without asking a server is refused here.
caf::typed_response_promise<submitted> supervisor::on(const submit_job& command) {
  auto answer = self_->make_response_promise<submitted>();
  const auto& target = command.request.download_directory;
  if (stopping_) {
    answer.deliver(too_late());
  } else if (!proto::split_url(portal_address(command.request.portal))) {
    answer.deliver(
      submitted{{}, refusal(failure_code::invalid_request, "looking up the portal", command.request.portal)});
  } else if (auto collision = find_collision(target)) {
    answer.deliver(submitted{{}, collision});
  } else {
    auto ticket = ++last_examination_;
    examined_[ticket] = {nullptr, command.request, answer};
    examined_[ticket].operation =
      outside_.disk->examine_target(target, [to = handle{self_}, ticket](proto::outcome outcome) {
        caf::anon_send(to, target_examined{ticket, std::move(outcome)});
      });
  }
  return answer;
}

void supervisor::refuse_submits() {
  for (auto& [ticket, examined] : examined_)
    examined.answer.deliver(too_late());
  examined_.clear();
}

void supervisor::on(const target_examined& examined) {
  auto found = examined_.find(examined.ticket);
  if (found == examined_.end())
    return;
  auto [operation, request, answer] = std::move(found->second);
  examined_.erase(found);
  if (examined.outcome) {
    answer.deliver(submitted{{}, examined.outcome});
    return;
  }
  core::job_state state;
  auto now = outside_.clock->now();
  state.job = core::accepted(core::make_job_id(now, *outside_.entropy), std::move(request), now);
  core::store_batch batch;
  batch.jobs.push_back(state.job);
  if (auto refused = outside_.store->commit(batch)) {
    answer.deliver(submitted{{}, refused});
    return;
  }
  auto id = state.job.id;
  start_job(std::move(state), std::nullopt);
  answer.deliver(submitted{id, std::nullopt});
}

proto::outcome supervisor::find_collision(const std::string& target) const {
  auto in_use = [&](const std::string& other) { return core::targets_collide(target, other); };
  auto job =
    std::find_if(jobs_.begin(), jobs_.end(), [&](const auto& each) { return in_use(each.second.view.target); });
  auto examined = std::find_if(examined_.begin(), examined_.end(),
    [&](const auto& each) { return in_use(each.second.request.download_directory); });
  if (job == jobs_.end() && examined == examined_.end())
    return std::nullopt;
  return refusal(failure_code::directory_in_use, "taking a job", target);
}

/// The address behind a name of the configuration, or the address itself.
std::string supervisor::portal_address(const std::string& portal) const {
  auto named = options_->portals.find(portal);
  return core::portal_root(named == options_->portals.end() ? portal : named->second);
}

// The list ------------------------------------------------------------------------

void supervisor::load_history() {
  auto rows = outside_.history->list();
  if (!rows) {
    outside_.observer->note(core::note_level::error, "historyUnreadable", {{"text", describe(rows.error())}});
    return;
  }
  for (auto& view : *rows)
    ended_[view.id] = std::move(view);
}

job_list supervisor::list() const {
  std::map<std::string, const proto::job_view*> all; // ids are ordered by time
  for (const auto& [id, view] : ended_)
    all[id] = &view;
  for (const auto& [id, job] : jobs_)
    all[id] = &job.view;
  job_list answer;
  for (const auto& [id, view] : all)
    answer.jobs.push_back(*view);
  return answer;
}

// Wishes --------------------------------------------------------------------------

caf::typed_response_promise<commanded> supervisor::on(const command_job& command) {
  auto answer = self_->make_response_promise<commanded>();
  auto job = jobs_.find(command.id);
  if (command.command == job_command::remove || job == jobs_.end()) {
    auto missing = refusal(ended_.count(command.id) > 0 ? failure_code::wrong_state : failure_code::unknown_job,
      "looking up the job", command.id);
    answer.deliver(commanded{command.command == job_command::remove ? remove(command.id) : missing});
    return answer;
  }
  auto what = command.command == job_command::pause ? core::job_wish::pause
    : command.command == job_command::resume        ? core::job_wish::resume
    : command.command == job_command::cancel        ? core::job_wish::cancel
                                                    : core::job_wish::retry;
  auto failed = [answer, id = command.id](caf::error&) mutable {
    answer.deliver(commanded{refusal(failure_code::internal, "passing on the command", id)});
  };
  if (!job->second.actor) {
    answer.deliver(commanded{refusal(failure_code::internal, "passing on the command", command.id)});
    return answer;
  }
  self_->request(job->second.actor, answer_time, wish{what})
    .then([answer](const commanded& done) mutable { answer.deliver(done); }, failed);
  return answer;
}

/// Only forgets the job.
proto::outcome supervisor::remove(const std::string& id) {
  if (jobs_.count(id) > 0)
    return refusal(failure_code::wrong_state, "removing a job that has not ended", id);
  if (ended_.count(id) == 0)
    return refusal(failure_code::unknown_job, "removing a job", id);
  proto::outcome failed;
  if (damaged_.count(id) > 0) {
    core::store_batch batch;
    batch.forget_jobs.push_back(id);
    failed = outside_.store->commit(batch);
  } else {
    failed = outside_.history->forget(id);
  }
  if (!failed)
    ended_.erase(id);
  return failed;
}

} // namespace actors
