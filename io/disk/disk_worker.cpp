#include "io/disk/disk_worker.hpp"

#include <atomic>
#include <utility>

namespace io {

/// waiting ─► delivering    the worker calls back
///    └─────► cancelled     the handle was destroyed before that
struct disk_worker::task {
  enum class state { waiting, delivering, cancelled };

  work what;
  std::stop_source stop;
  std::atomic<state> now{state::waiting};
};

class disk_worker::handle final : public core::operation {
public:
  explicit handle(std::shared_ptr<task> of) : task_(std::move(of)) {}
  ~handle() override {
    auto waiting = task::state::waiting;
    if (task_->now.compare_exchange_strong(waiting, task::state::cancelled))
      task_->stop.request_stop();
  }

private:
  std::shared_ptr<task> task_;
};

disk_worker::disk_worker() : thread_([this](const std::stop_token& stop) { run(stop); }) {}

disk_worker::~disk_worker() {
  thread_.request_stop();
  std::lock_guard guard(mutex_);
  if (running_)
    running_->stop.request_stop();
}

core::operation_ptr disk_worker::post(work what) {
  auto made = std::make_shared<task>();
  made->what = std::move(what);
  {
    std::lock_guard guard(mutex_);
    queue_.push_back(made);
  }
  changed_.notify_one();
  return std::make_unique<handle>(std::move(made));
}

void disk_worker::run(const std::stop_token& stop) {
  for (;;) {
    std::shared_ptr<task> next;
    {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return !queue_.empty(); }) || stop.stop_requested())
        return;
      next = running_ = std::move(queue_.front());
      queue_.pop_front();
    }
    if (next->now == task::state::waiting) {
      auto deliver = next->what(next->stop.get_token());
      auto waiting = task::state::waiting;
      if (!stop.stop_requested() && next->now.compare_exchange_strong(waiting, task::state::delivering))
        deliver();
    }
    next->what = nullptr;
    std::lock_guard guard(mutex_);
    running_.reset();
  }
}

} // namespace io
