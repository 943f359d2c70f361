#include "daemon/stop_limit.hpp"

#include <unistd.h>

namespace mapferryd {

stop_limit::stop_limit(std::chrono::seconds limit)
  : thread_([this, limit] {
      std::unique_lock lock(mutex_);
      if (!changed_.wait_for(lock, limit, [this] { return called_off_; }))
        ::_exit(0);
    }) {}

stop_limit::~stop_limit() {
  {
    const std::scoped_lock lock(mutex_);
    called_off_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

} // namespace mapferryd
