#include "sandbox/jobs.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <iostream>
#include <utility>

namespace sandbox {
namespace {

constexpr std::size_t most_waiting = 500;

/// An exception is a mistake of ours: it costs the one job and never the program.
outcome<std::string> carried_out(const job_work& work, job_progress& progress) try {
  return work(progress);
} catch (const std::exception& mistake) {
  std::cerr << std::string{"mapferry-sandbox: a job: "} + mistake.what() + "\n" << std::flush;
  return problem{std::string{"Unable to complete operation: "} + mistake.what()};
}

} // namespace

job_board::job_board(result_store& results, job_times times, clock_ms clock)
  : results_{results},
    times_{times},
    clock_{std::move(clock)} {
  for (int i = 0; i < 2; ++i)
    workers_.emplace_back([this] { work_on(); });
}

job_board::~job_board() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
    for (auto& [id, task] : jobs_)
      task->progress.cancelled = true;
  }
  wake_.notify_all();
  for (auto& worker : workers_)
    worker.join();
}

bool job_board::submit(job_order order) {
  auto task = std::make_shared<job>();
  task->owner = std::move(order.owner);
  task->view.id = order.id;
  task->view.total = order.total;
  task->view.details = std::make_shared<const nlohmann::json>(std::move(order.details));
  task->view.submitted_ms = task->view.updated_ms = clock_();
  task->phases = std::move(order.phases);
  task->gives_file = order.gives_file;
  task->work = std::move(order.work);
  {
    const std::lock_guard lock{mutex_};
    if (queue_.size() >= most_waiting)
      return false;
    std::erase_if(jobs_, [this](const auto& old) { return is_outdated(*old.second); });
    jobs_[order.id] = task;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
  return true;
}

bool job_board::is_outdated(const job& task) {
  if (!is_over(task.view.state))
    return false;
  if (!task.view.result.empty() && task.gives_file)
    return !results_.contains(task.view.result);
  return clock_() - std::max(task.view.updated_ms, task.view.submitted_ms + times_.shortest_ms) >= times_.kept_ms;
}

std::shared_ptr<job_board::job> job_board::known(const std::string& owner, const std::string& id) {
  const auto found = jobs_.find(id);
  if (found == jobs_.end() || found->second->hidden || found->second->owner != owner)
    return {};
  if (is_outdated(*found->second)) {
    jobs_.erase(found);
    return {};
  }
  return found->second;
}

std::optional<job_view> job_board::find(const std::string& owner, const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto task = known(owner, id);
  if (!task)
    return {};
  job_view view = task->view;
  view.done = task->progress.done;
  if (is_held_back(*task))
    hold_back(*task, view);
  if (const std::size_t phases = task->phases.size(); phases > 0)
    view.phase = task->phases.at(std::min({task->progress.phase.load(), phase_by_time(*task), phases - 1}));
  return view;
}

bool job_board::is_held_back(const job& task) const {
  const job_state state = task.view.state;
  const bool by_itself = !task.ended_from_outside && state != job_state::cancelling && state != job_state::cancelled;
  return by_itself && clock_() - task.view.submitted_ms < times_.shortest_ms;
}

double job_board::share_of_time(const job& task) const {
  if (times_.shortest_ms <= 0)
    return 1;
  const auto passed = static_cast<double>(clock_() - task.view.submitted_ms);
  return std::clamp(passed / static_cast<double>(times_.shortest_ms), 0.0, 1.0);
}

std::size_t job_board::phase_by_time(const job& task) const {
  return static_cast<std::size_t>(share_of_time(task) * static_cast<double>(task.phases.size()));
}

void job_board::hold_back(const job& task, job_view& view) const {
  // The first states take a twentieth of the time each.
  constexpr std::array early{job_state::fresh, job_state::submitted, job_state::waiting};
  const auto step = static_cast<std::size_t>(share_of_time(task) * 20);
  const job_state by_time = step < early.size() ? early.at(step) : job_state::executing;
  view.state = view.state == job_state::waiting ? std::min(by_time, job_state::waiting) : by_time;
  view.result.clear();
  view.message.clear();
  const double seen = share_of_time(task) * static_cast<double>(view.total);
  view.done = std::min(view.done, static_cast<std::int64_t>(seen));
}

std::optional<job_state> job_board::cancel(const std::string& owner, const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto task = known(owner, id);
  if (!task)
    return {};
  if (task->ended_from_outside || (is_over(task->view.state) && !is_held_back(*task)))
    return task->view.state;
  const bool at_work = task->view.state == job_state::executing || task->view.state == job_state::cancelling;
  task->view.state = at_work ? job_state::cancelling : job_state::cancelled;
  task->view.result.clear();
  task->view.updated_ms = clock_();
  task->progress.cancelled = true;
  if (!at_work) { // nobody will do it
    task->work = {};
    std::erase(queue_, task);
  }
  return task->view.state;
}

void job_board::hide(const std::string& id) {
  const std::lock_guard lock{mutex_};
  if (const auto found = jobs_.find(id); found != jobs_.end())
    found->second->hidden = true;
}

void job_board::end(const std::string& id, job_state state, const std::string& message) {
  const std::lock_guard lock{mutex_};
  const auto found = jobs_.find(id);
  if (found == jobs_.end())
    return;
  job& task = *found->second;
  if (state == job_state::completed_with_errors) {
    task.errors = message;
    if (task.view.state == job_state::succeeded) {
      task.view.state = state;
      task.view.message = message;
    }
    return;
  }
  task.ended_from_outside = true;
  task.view.state = state;
  task.view.message = message;
  task.view.result.clear();
  task.view.updated_ms = clock_();
  task.progress.cancelled = true;
}

void job_board::work_on() {
  while (true) {
    std::shared_ptr<job> task;
    {
      std::unique_lock lock{mutex_};
      wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
      if (stopping_)
        return;
      task = std::move(queue_.front());
      queue_.pop_front();
      if (task->view.state != job_state::waiting || task->ended_from_outside)
        continue; // somebody else ended it meanwhile
      task->view.state = job_state::executing;
      task->view.updated_ms = clock_();
    }
    run(*task);
  }
}

void job_board::run(job& task) {
  const auto ended = carried_out(task.work, task.progress);
  const std::lock_guard lock{mutex_};
  task.work = {};
  if (task.ended_from_outside)
    return;
  task.view.updated_ms = clock_();
  if (task.view.state == job_state::cancelling) {
    task.view.state = job_state::cancelled;
  } else if (!ended) {
    task.view.state = job_state::failed;
    task.view.message = ended.error();
  } else {
    task.view.state = task.errors ? job_state::completed_with_errors : job_state::succeeded;
    task.view.message = task.errors.value_or("");
    task.progress.done = task.view.total;
    task.view.result = *ended;
  }
}

} // namespace sandbox
