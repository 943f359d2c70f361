#include "actors/supervisor.hpp"

#include "actors/job.hpp"
#include "actors/layer.hpp"
#include "actors/releaser.hpp"

#include "core/ledger_rules.hpp"
#include "core/crash_rules.hpp"
#include "core/job_view.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace actors {

using namespace std::chrono_literals;
namespace events = core::job_events;

supervisor::supervisor(
  handle::pointer self, ports outside, std::shared_ptr<const start_options> options, core::stored_state state)
  : self_(self),
    outside_(outside),
    options_(std::move(options)),
    install_id_(state.install_id),
    layers_(options_->limits.layers, [this](const layer_key& key) { return start_layer(key); }) {
  self_->set_down_handler([this](caf::down_msg& down) { on(down); });
  self_->set_exit_handler([this](caf::exit_msg&) { stop(); });
  load_history();
  start_releaser(state);
  start_stored_jobs(state);
  outside_.transfers->watch_hosts(
    [to = handle{self_}](core::host_state host) { caf::anon_send(to, host_changed{std::move(host)}); });
}

supervisor::handle::behavior_type supervisor::make_behavior() {
  return {
    [this](const submit_job& command) { return on(command); },
    [this](const list_jobs&) { return list(); },
    [this](const command_job& command) { return on(command); },
    [this](const host_changed& what) { on(what); },
    [this](const wake& what) { on(what); },
    [this](const want_slot& what) { on(what); },
    [this](const give_slot_back& what) { on(what); },
    [this](const job_changed& what) { on(what); },
    [this](const job_left& what) { on(what); },
    [this](const start_layers& what) { on(what); },
    [this](const stop_layers& what) { on(what); },
    [this](const wake_layers& what) {
      layers_.for_each_running([&](const layer_key& key, const layer_handle& layer) {
        if (key.job == what.job)
          self_->send(layer, wake_layer{core::wake_cause::person});
      });
    },
    [this](const look_after& what) { self_->send(releaser_, what); },
    [this](const release_job& what) { self_->send(releaser_, what); },
    [this](const cancel_server_jobs& what) { self_->send(releaser_, what); },
    [this](const ask_hosts&) {
      hosts known;
      for (const auto& [origin, state] : hosts_)
        known.states.push_back(state);
      return known;
    },
    [this](const target_examined& examined) { on(examined); },
    [this](const restart_job& what) { restart(what.job); },
    [this](const ask_survey& question) { return on(question); },
    [this](const survey_done& done) { on(done); },
    [this](const drop_survey& what) { on(what); },
  };
}

// Jobs --------------------------------------------------------------------------

std::shared_ptr<core::layer_setting> supervisor::setting_for(const proto::job_request& request) const {
  auto setting = std::make_shared<core::layer_setting>();
  setting->install_id = install_id_;
  setting->portal = request.portal;
  setting->portal_address = portal_address(request.portal);
  setting->target = request.download_directory;
  setting->limits = options_->limits;
  setting->rules = options_->rules;
  setting->sign_in = options_->sign_in;
  setting->basemap_substitutions = options_->basemap_substitutions;
  return setting;
}

void supervisor::start_job(core::job_state state, proto::outcome doomed) {
  const auto& job = state.job;
  auto setting = setting_for(job.request);
  setting->deadline = core::deadline_of(job);
  settings_[job.id] = setting;
  auto& entry = jobs_[job.id];
  entry.view = core::view_of(state, {});
  outside_.observer->job_changed(entry.view);
  entry.actor = actors::spawn<actors::job, caf::monitored>(*self_, handle{self_}, outside_,
    std::shared_ptr<const core::layer_setting>{setting}, std::move(state), std::move(doomed));
}

namespace {

core::job_state state_of(const proto::job_record& job, const core::stored_state& stored) {
  core::job_state state;
  state.job = job;
  for (const auto& layer : stored.layers)
    if (layer.job == job.id)
      state.layers.push_back(layer);
  std::sort(state.layers.begin(), state.layers.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
  for (const auto& entry : stored.ledger)
    if (entry.job == job.id)
      state.ledger[entry.name] = entry;
  return state;
}

proto::failure damaged(const std::string& id, const std::string& words) {
  proto::failure why;
  why.code = proto::failure_code::state_damaged;
  why.during = "reading the stored state";
  why.subject = id;
  why.server_said = words;
  return why;
}

/// Why a stored job cannot go on, if it cannot.
proto::outcome doom_of(const core::job_state& state, const core::stored_state& stored) {
  if (static_cast<int>(state.layers.size()) == state.job.layer_count)
    return std::nullopt;
  for (const auto& lost : stored.quarantine)
    if (lost.table == "layer" && lost.key.starts_with(state.job.id + "/"))
      return damaged(state.job.id, lost.reason);
  return damaged(state.job.id, "a layer record is missing");
}

} // namespace

void supervisor::start_stored_jobs(const core::stored_state& state) {
  for (const auto& lost : state.quarantine) {
    outside_.observer->note(
      core::note_level::error, "stateDamaged", {{"table", lost.table}, {"key", lost.key}, {"text", lost.reason}});
    if (lost.table != "job")
      continue;
    proto::job_view view;
    view.id = lost.key;
    view.phase = proto::job_phase::failed;
    view.failure = damaged(lost.key, lost.reason);
    ended_[view.id] = view;
    damaged_.insert(view.id);
  }
  for (const auto& job : state.jobs) {
    auto stored = state_of(job, state);
    auto doomed = proto::is_final(job.phase) ? std::nullopt : doom_of(stored, state);
    ended_.erase(job.id); // filed, but a crash kept it in the store: it is filed again
    start_job(std::move(stored), std::move(doomed));
  }
}

void supervisor::job_down(std::map<std::string, job_entry>::iterator job, bool crashed) {
  auto id = job->first;
  auto& entry = job->second;
  entry.actor = nullptr;
  entry.wants_slot = entry.has_slot = entry.stop_asked = false;
  stop_layers_of(id);
  if (!crashed) {
    jobs_.erase(job);
    settings_.erase(id);
  } else {
    outside_.observer->note(core::note_level::error, "jobCrashed", {{"job", id}});
    if (!layers_.any_of(id))
      restart(id);
  }
  grant_slots();
}

/// From the store, once its layers have stopped.
void supervisor::restart(const std::string& id) {
  auto job = jobs_.find(id);
  if (stopping_ || job == jobs_.end() || job->second.actor)
    return;
  auto stored = outside_.store->load();
  if (!stored) {
    self_->delayed_send(handle{self_}, 10s, restart_job{id});
    return;
  }
  auto record = std::find_if(stored->jobs.begin(), stored->jobs.end(), [&](const auto& each) { return each.id == id; });
  if (record == stored->jobs.end()) { // it had left the store, and crashed on its way out
    jobs_.erase(job);
    return;
  }
  proto::outcome doomed;
  if (core::crashed_too_often(job->second.crashes, outside_.clock->now())) {
    doomed.emplace();
    doomed->code = proto::failure_code::internal;
    doomed->during = "running the job";
    doomed->subject = id;
  }
  auto state = state_of(*record, *stored);
  look_after given_up; // perhaps it crashed before it could hand them over
  for (const auto& [key, entry] : state.ledger)
    if (entry.state == proto::ledger_state::to_release)
      given_up.entries.push_back(entry);
  self_->send(releaser_, std::move(given_up));
  start_job(std::move(state), std::move(doomed));
}

void supervisor::on(const want_slot& what) {
  auto job = jobs_.find(what.job);
  if (job == jobs_.end())
    return;
  job->second.wants_slot = true;
  grant_slots();
}

void supervisor::on(const give_slot_back& what) {
  auto job = jobs_.find(what.job);
  if (job == jobs_.end())
    return;
  job->second.wants_slot = job->second.has_slot = false;
  grant_slots();
}

/// Oldest first.
void supervisor::grant_slots() {
  auto used = static_cast<std::size_t>(
    std::count_if(jobs_.begin(), jobs_.end(), [](const auto& each) { return each.second.has_slot; }));
  for (auto& [id, job] : jobs_) {
    if (stopping_ || used >= options_->limits.jobs)
      return;
    if (!job.wants_slot || job.has_slot || !job.actor)
      continue;
    job.has_slot = true;
    job.wants_slot = false;
    ++used;
    self_->send(job.actor, job_news{0, events::slot_granted{}});
  }
}

void supervisor::on(const job_changed& what) {
  auto job = jobs_.find(what.view.id);
  if (job != jobs_.end())
    job->second.view = what.view;
}

void supervisor::on(const job_left& what) {
  auto job = jobs_.find(what.job);
  if (job != jobs_.end())
    ended_[what.job] = job->second.view;
}

// Layers --------------------------------------------------------------------------

layer_handle supervisor::start_layer(const layer_key& key) {
  auto job = jobs_.find(key.job);
  if (job == jobs_.end() || !job->second.actor)
    return {};
  return actors::spawn<actors::layer, caf::monitored>(
    *self_, job->second.actor, handle{self_}, key.index, outside_, settings_.at(key.job));
}

void supervisor::on(const start_layers& what) {
  auto job = jobs_.find(what.job);
  if (stopping_ || job == jobs_.end() || !job->second.actor)
    return;
  job->second.stop_asked = false;
  for (auto index : what.layers)
    layers_.want({what.job, index});
  layers_.fill();
}

void supervisor::on(const stop_layers& what) {
  auto job = jobs_.find(what.job);
  if (job == jobs_.end())
    return;
  job->second.stop_asked = true;
  stop_layers_of(what.job);
  layers_may_have_stopped(what.job);
}

void supervisor::stop_layers_of(const std::string& job) {
  layers_.stop(job, [this](const layer_handle& layer) { self_->send_exit(layer, caf::exit_reason::user_shutdown); });
}

void supervisor::layers_may_have_stopped(const std::string& id) {
  auto job = jobs_.find(id);
  if (job == jobs_.end() || layers_.any_of(id))
    return;
  if (!job->second.actor)
    return restart(id);
  if (std::exchange(job->second.stop_asked, false))
    self_->send(job->second.actor, job_news{0, events::layers_stopped{}});
}

// Everything ------------------------------------------------------------------------

/// The first answer after silence wakes everybody who waits for the network.
void supervisor::on(const host_changed& what) {
  auto& known = hosts_[what.host.origin];
  bool back = what.host.answered && known.at != 0 && !known.answered;
  known = what.host;
  if (back)
    on(wake{core::wake_cause::network});
}

void supervisor::on(const wake& what) {
  for (const auto& [id, job] : jobs_)
    if (job.actor)
      self_->send(job.actor, what);
  layers_.for_each_running(
    [&](const layer_key&, const layer_handle& layer) { self_->send(layer, wake_layer{what.cause}); });
  self_->send(releaser_, what);
}

void supervisor::start_releaser(const core::stored_state& state) {
  auto inherited = core::inherited_by_releaser(state, outside_.clock->now());
  if (!inherited.changed.empty()) // else at the next start
    outside_.store->commit(inherited.changed);
  releaser_ = actors::spawn<releaser, caf::monitored>(
    *self_, outside_, std::make_shared<const core::rules>(options_->rules), std::move(inherited.entries));
}

void supervisor::on(const caf::down_msg& down) {
  bool crashed = down.reason && down.reason != caf::exit_reason::user_shutdown;
  bool unanswered = down.reason == caf::sec::request_timeout || down.reason == caf::sec::request_receiver_down;
  auto now = outside_.clock->now();
  if (survey_down(down)) {
    // answered, dropped or crashed: nothing else depends on it
  } else if (auto layer = layers_.ended(down.source, crashed && !unanswered, unanswered && !stopping_, now)) {
    auto job = jobs_.find(layer->key.job);
    if (crashed && !unanswered)
      outside_.observer->note(core::note_level::error, "layerCrashed",
        {{"job", layer->key.job}, {"layer", layer->key.index}, {"text", to_string(down.reason)}});
    if (layer->what == layer_slots::after::too_often && job != jobs_.end() && job->second.actor)
      self_->send(job->second.actor, job_news{0, events::layer_gave_up{layer->key.index, to_string(down.reason)}});
    layers_may_have_stopped(layer->key.job);
    if (!stopping_)
      layers_.fill();
  } else if (auto job = std::find_if(jobs_.begin(), jobs_.end(),
               [&](const auto& each) { return each.second.actor && each.second.actor.address() == down.source; });
             job != jobs_.end()) {
    job_down(job, crashed && !stopping_);
  } else if (releaser_ && releaser_.address() == down.source) {
    releaser_ = nullptr;
    if (!stopping_) {
      auto stored = outside_.store->load();
      start_releaser(stored ? *stored : core::stored_state{});
      for (const auto& [id, entry] : jobs_) // what they had asked of it is forgotten
        if (entry.actor && entry.view.phase == proto::job_phase::releasing)
          self_->send(entry.actor, job_news{0, events::entered{}});
    }
  }
  if (stopping_)
    go_on_stopping();
}

// Stopping ----------------------------------------------------------------------------

void supervisor::stop() {
  if (std::exchange(stopping_, true))
    return;
  outside_.transfers->watch_hosts({});
  refuse_submits();
  go_on_stopping();
}

/// Children first: layers, then jobs, then the releaser.
void supervisor::go_on_stopping() {
  end_surveys();
  for (const auto& [id, job] : jobs_)
    stop_layers_of(id);
  if (!layers_.empty() || !surveys_.empty())
    return;
  bool any = false;
  for (const auto& [id, job] : jobs_) {
    if (!job.actor)
      continue;
    any = true;
    self_->send_exit(job.actor, caf::exit_reason::user_shutdown);
  }
  if (any)
    return;
  if (releaser_)
    return self_->send_exit(releaser_, caf::exit_reason::user_shutdown);
  self_->quit();
}

} // namespace actors
