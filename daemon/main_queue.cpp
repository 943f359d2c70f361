#include "daemon/main_queue.hpp"

#include <sys/eventfd.h>

#include <cerrno>
#include <system_error>

namespace mapferryd {

main_queue::main_queue() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  if (!event_)
    throw std::system_error(errno, std::generic_category(), "eventfd");
}

void main_queue::post(std::function<void()> work) {
  {
    const std::scoped_lock lock(mutex_);
    work_.push_back(std::move(work));
  }
  wake();
}

void main_queue::wake() {
  const std::uint64_t one = 1;
  // A full counter is readable already.
  [[maybe_unused]] const auto written = ::write(event_.get(), &one, sizeof one);
}

void main_queue::run() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto read = ::read(event_.get(), &count, sizeof count);
  std::vector<std::function<void()>> work;
  {
    const std::scoped_lock lock(mutex_);
    work.swap(work_);
  }
  for (const auto& each : work)
    each();
}

} // namespace mapferryd
