#pragma once

#include "core/ports/operation.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>

namespace io {

/// One thread that does work in order. Work that was cancelled before its turn is
/// skipped; while it runs it can ask its stop token. Its delivery is called on the
/// thread unless it was cancelled in the meantime.
class disk_worker {
public:
  using delivery = std::function<void()>;
  using work = std::function<delivery(std::stop_token)>;

  disk_worker();
  /// Ends the running work as soon as that looks at its token, drops the rest.
  ~disk_worker();

  core::operation_ptr post(work what);

private:
  struct task;
  class handle;

  void run(const std::stop_token& stop);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<std::shared_ptr<task>> queue_;
  std::shared_ptr<task> running_;
  std::jthread thread_; ///< last: ends before what it uses
};

} // namespace io
