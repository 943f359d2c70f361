#include "actors/job.hpp"

#include "core/job_view.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace actors {

using namespace std::chrono_literals;
namespace events = core::job_events;

namespace {
/// Progress of a job is shown this often at most.
constexpr std::int64_t show_interval = 300;
} // namespace

job::job(handle::pointer self, supervisor_handle supervisor, ports outside,
  std::shared_ptr<const core::layer_setting> setting, core::job_state state, proto::outcome doomed)
  : self_(self),
    supervisor_(std::move(supervisor)),
    outside_(outside),
    setting_(std::move(setting)),
    state_(std::move(state)),
    doomed_(std::move(doomed)) {}

job::handle::behavior_type job::make_behavior() {
  if (doomed_)
    self_->send(handle{self_}, job_news{0, events::doomed{*doomed_}});
  else
    self_->send(handle{self_}, job_news{0, events::entered{}});
  if (auto deadline = core::deadline_of(state_.job)) {
    auto left = std::max<std::int64_t>(0, *deadline - outside_.clock->now());
    self_->delayed_send(handle{self_}, std::chrono::milliseconds{left}, job_news{0, events::deadline{}});
  }
  return {
    [this](const job_news& news) { on(news); },
    [this](const document_read& read) { on(read); },
    [this](const plan_on& due) {
      if (planner_ && due.ticket == ticket_ && due.tries == plan_tries_)
        follow_plan(planner_->go_on());
    },
    [this](const looked_around& what) {
      if (what.ticket == ticket_)
        ask_hosts_now();
    },
    [this](const wake& what) { on(what); },
    [this](const wish& what) { return on(what); },
    [this](const layer_hello& hello) { return on(hello); },
    [this](const layer_step& step) { return on(step); },
    [this](const commit_steps&) { commit_gathered(); },
    [this](const layer_progress& progress) { show(progress); },
    [this](const show_progress&) {
      show_due_ = false;
      publish_progress();
    },
  };
}

// Events ------------------------------------------------------------------------

void job::on(const job_news& news) {
  if (news.ticket == 0 || news.ticket == ticket_)
    decide(news.event, news.ticket);
}

/// An event that the store does not take comes again later: the machine is a
/// function, so deciding again on what is true by then is right.
bool job::decide(const core::job_event& event, std::uint64_t ticket) {
  auto move = core::advance(state_, event, context());
  if (auto refused = move.batch.empty() ? std::nullopt : outside_.store->commit(move.batch)) {
    store_refused(*refused);
    auto pause = std::min<std::chrono::seconds>(1s * (1 << std::min(refusals_, 6u)), 60s);
    self_->delayed_send(handle{self_}, pause, job_news{ticket, event});
    return false;
  }
  take(std::move(move));
  return true;
}

void job::on(const document_read& read) {
  if (!planner_ || read.ticket != ticket_)
    return;
  if (read.document.reply.ok() && state_.wait) {
    auto before = state_;
    state_.wait.reset();
    publish(before);
  }
  follow_plan(planner_->on(read));
}

/// What was missing may be back: leave the current wait.
void job::on(const wake& what) {
  if (!state_.wait || refusals_ > 0 || !core::ends_wait(state_.wait->reason, what.cause))
    return;
  if (planner_)
    follow_plan(planner_->go_on());
  else
    decide(events::entered{}, 0);
}

commanded job::on(const wish& what) {
  auto answer = core::advance(state_, what.what, context());
  if (answer.refused)
    return {answer.refused};
  if (!answer.move.batch.empty())
    if (auto refused = outside_.store->commit(answer.move.batch))
      return {refused};
  take(std::move(answer.move));
  return {};
}

// The gate -----------------------------------------------------------------------

layer_start job::on(const layer_hello& hello) {
  auto index = static_cast<std::size_t>(hello.index);
  bool wanted = state_.job.phase == proto::job_phase::running && state_.job.desired == proto::desired_state::run
    && index < state_.layers.size() && !core::has_ended(state_.layers[index]);
  if (!wanted)
    return {};
  incarnations_[hello.index] = ++last_incarnation_;
  return {true, last_incarnation_, state_.layers[index]};
}

/// Steps that arrive together become durable together: the mailbox is emptied
/// before the job's own word is reached.
caf::typed_response_promise<step_answer> job::on(const layer_step& step) {
  auto promise = self_->make_response_promise<step_answer>();
  if (gathered_.empty())
    self_->send(handle{self_}, commit_steps{});
  gathered_.push_back({step, promise});
  return promise;
}

bool job::is_current(const layer_step& step) const {
  auto known = incarnations_.find(step.index);
  return known != incarnations_.end() && known->second == step.incarnation;
}

void job::commit_gathered() {
  auto gathered = std::exchange(gathered_, {});
  std::vector<core::offered_step> steps;
  for (const auto& [step, answer] : gathered)
    if (is_current(step))
      steps.push_back({step.record, step.ledger});
  auto judged = core::gate(state_, steps, context());
  proto::outcome refused;
  if (!judged.move.batch.empty())
    refused = outside_.store->commit(judged.move.batch);
  auto taken = judged.taken.begin();
  for (auto& [step, answer] : gathered) {
    bool wanted = is_current(step) && *taken++;
    auto word = !wanted ? verdict::stop : refused ? verdict::wait : verdict::proceed;
    answer.deliver(step_answer{word, refused});
  }
  if (refused)
    store_refused(*refused);
  else
    take(std::move(judged.move));
}

// Showing --------------------------------------------------------------------------

void job::take(core::job_move move) {
  auto before = std::exchange(state_, std::move(move.next));
  if (std::exchange(refusals_, 0) > 0 && state_.wait && state_.wait->reason == "store")
    state_.wait.reset();
  publish(before);
  perform(move);
}

void job::store_refused(const proto::failure& why) {
  if (refusals_++ > 0)
    return;
  auto before = state_;
  state_.wait = proto::wait_record{"store", outside_.clock->now(), core::deadline_of(state_.job), "writes again", why};
  outside_.observer->note(core::note_level::error, "storeRefuses", {{"job", state_.job.id}, {"text", describe(why)}});
  publish(before);
}

void job::publish(const core::job_state& before) {
  if (core::visibly_differs(before, state_)) {
    auto now = view();
    shown_at_ = outside_.clock->now();
    outside_.observer->job_changed(now);
    self_->send(supervisor_, job_changed{std::move(now)});
  } else if (before.layers != state_.layers) {
    publish_progress();
  }
}

/// A few times a second at most.
void job::publish_progress() {
  auto left = shown_at_ + show_interval - outside_.clock->now();
  if (left <= 0) {
    auto now = view();
    shown_at_ = outside_.clock->now();
    outside_.observer->progressed(now);
    self_->send(supervisor_, job_changed{std::move(now)});
  } else if (!std::exchange(show_due_, true)) {
    self_->delayed_send(handle{self_}, std::chrono::milliseconds{left}, show_progress{});
  }
}

void job::show(const layer_progress& progress) {
  if (percent_[progress.index] == progress.percent)
    return;
  percent_[progress.index] = progress.percent;
  publish_progress();
}

proto::job_view job::view() const { return core::view_of(state_, percent_); }

core::job_context job::context() const { return {*setting_, outside_.clock->now(), core::unit(*outside_.entropy)}; }

} // namespace actors
