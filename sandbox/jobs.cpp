#include "sandbox/jobs.hpp"

#include <algorithm>
#include <exception>
#include <iostream>
#include <utility>

namespace sandbox {
namespace {

bool is_over(job_state state) { return state != job_state::waiting && state != job_state::executing; }

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

void job_board::submit(job_order order) {
  auto task = std::make_shared<job>();
  task->owner = std::move(order.owner);
  task->view.id = order.id;
  task->view.total = order.total;
  task->view.details = std::move(order.details);
  task->view.submitted_ms = task->view.updated_ms = clock_();
  task->gives_file = order.gives_file;
  task->work = std::move(order.work);
  {
    const std::lock_guard lock{mutex_};
    std::erase_if(jobs_, [this](const auto& old) { return is_outdated(*old.second); });
    jobs_[order.id] = task;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
}

bool job_board::is_outdated(const job& task) {
  if (!is_over(task.view.state))
    return false;
  if (task.view.state == job_state::succeeded && task.gives_file)
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
  if (is_held_back(view)) {
    view.state = job_state::executing;
    view.result.clear();
    view.message.clear();
    view.done = std::min(view.done, view.total * (clock_() - view.submitted_ms) / times_.shortest_ms);
  }
  return view;
}

bool job_board::is_held_back(const job_view& view) const {
  const bool ended_by_itself = view.state == job_state::succeeded || view.state == job_state::failed;
  return ended_by_itself && clock_() - view.submitted_ms < times_.shortest_ms;
}

void job_board::cancel(const std::string& owner, const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto task = known(owner, id);
  if (!task || (is_over(task->view.state) && !is_held_back(task->view)))
    return;
  if (task->view.state == job_state::waiting)
    task->work = {}; // nobody will do it
  task->progress.cancelled = true;
  task->view.state = job_state::cancelled;
  task->view.updated_ms = clock_();
}

void job_board::hide(const std::string& id) {
  const std::lock_guard lock{mutex_};
  if (const auto found = jobs_.find(id); found != jobs_.end())
    found->second->hidden = true;
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
      if (task->view.state != job_state::waiting)
        continue; // cancelled meanwhile
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
  if (is_over(task.view.state))
    return;
  task.view.state = ended ? job_state::succeeded : job_state::failed;
  if (ended) {
    task.progress.done = task.view.total;
    task.view.result = *ended;
  } else {
    task.view.message = ended.error();
  }
  task.view.updated_ms = clock_();
}

} // namespace sandbox
