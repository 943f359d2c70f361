#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace mapferryd {

/// Ends the process when stopping takes longer than this: nothing is lost by it,
/// since everything durable is durable already. Destroying it calls it off.
class stop_limit {
public:
  explicit stop_limit(std::chrono::seconds limit);
  ~stop_limit();

private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool called_off_ = false;
  std::thread thread_;
};

} // namespace mapferryd
