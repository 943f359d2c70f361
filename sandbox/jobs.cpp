#include "sandbox/jobs.hpp"

#include <algorithm>
#include <utility>

namespace sandbox {
namespace {

bool is_over(job_state state) { return state != job_state::waiting && state != job_state::executing; }

} // namespace

job_board::job_board(result_store& results, std::int64_t shortest_ms, clock_ms clock)
  : results_{results},
    shortest_ms_{shortest_ms},
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
  task->view.id = order.id;
  task->view.total = order.total;
  task->view.details = std::move(order.details);
  task->view.submitted_ms = task->view.updated_ms = clock_();
  task->gives_file = order.gives_file;
  task->work = std::move(order.work);
  {
    const std::lock_guard lock{mutex_};
    jobs_[order.id] = task;
    queue_.push_back(std::move(task));
  }
  wake_.notify_one();
}

std::optional<job_view> job_board::find(const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto found = jobs_.find(id);
  if (found == jobs_.end())
    return {};
  job_view view = found->second->view;
  view.done = found->second->progress.done;
  if (view.state == job_state::succeeded && found->second->gives_file && !results_.contains(view.result)) {
    jobs_.erase(found);
    return {};
  }
  if (is_held_back(view)) {
    view.state = job_state::executing;
    view.result.clear();
    view.done = std::min(view.done, view.total * (clock_() - view.submitted_ms) / shortest_ms_);
  }
  return view;
}

bool job_board::is_held_back(const job_view& view) const {
  return view.state == job_state::succeeded && clock_() - view.submitted_ms < shortest_ms_;
}

void job_board::cancel(const std::string& id) {
  const std::lock_guard lock{mutex_};
  const auto found = jobs_.find(id);
  if (found == jobs_.end())
    return;
  if (is_over(found->second->view.state) && !is_held_back(found->second->view))
    return;
  found->second->progress.cancelled = true;
  found->second->view.state = job_state::cancelled;
  found->second->view.updated_ms = clock_();
}

void job_board::forget(const std::string& id) {
  cancel(id);
  const std::lock_guard lock{mutex_};
  jobs_.erase(id);
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
  const auto ended = task.work(task.progress);
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
