#pragma once

#include "io/disk/file_descriptor.hpp"

#include <functional>
#include <mutex>
#include <vector>

namespace mapferryd {

/// Work that other threads leave for the main thread, which polls `descriptor`.
class main_queue {
public:
  main_queue();

  int descriptor() const { return event_.get(); } ///< readable while there is something to do
  void post(std::function<void()> work);          ///< callable from any thread
  void wake();                                    ///< readable, without work
  void run();                                     ///< on the main thread: everything posted so far

private:
  io::file_descriptor event_;
  std::mutex mutex_;
  std::vector<std::function<void()>> work_;
};

} // namespace mapferryd
