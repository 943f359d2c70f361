#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/base/job_state.hpp"
#include "sandbox/base/outcome.hpp"
#include "sandbox/results.hpp"

namespace sandbox {

struct job_view {
  std::string id;
  job_state state = job_state::waiting;
  std::string phase; ///< while it is executed: one of its order's, or empty
  std::int64_t done = 0;
  std::int64_t total = 0;                        ///< 0 = not known
  std::string message;                           ///< why it failed, or what went wrong on the way
  std::string result;                            ///< key of its file, or the result itself as text
  std::shared_ptr<const nlohmann::json> details; ///< what the service that submitted it wants to remember; never empty
  std::int64_t submitted_ms = 0;
  std::int64_t updated_ms = 0;
};

/// How far the work is. Safe to be read while it goes on.
struct job_progress {
  std::atomic<std::int64_t> done{0};
  std::atomic<std::size_t> phase{0}; ///< index into those of the order
  std::atomic<bool> cancelled{false};
};

/// Gives the job's result.
using job_work = std::function<outcome<std::string>(job_progress&)>;

struct job_order {
  std::string owner; ///< the service, as below `rest/services/`: no other one knows the job
  std::string id;
  std::int64_t total = 0;
  nlohmann::json details;
  std::vector<std::string> phases; ///< what the service calls the steps of the work; empty = it has no names for them
  bool gives_file = true;          ///< the result is the key of one; else it is the result itself
  job_work work;
};

struct job_times {
  std::int64_t shortest_ms = 0; ///< no job is seen to end sooner
  std::int64_t kept_ms = 0;     ///< how long an ended one without a file is remembered
};

/// waiting ──► executing ──► succeeded | failed
///    │            │ cancel
///    └─ cancel ─► cancelled ◄── cancelling
///
/// With a shortest time a job is seen to pass through all states before its end, each for a share of that time.
/// `end` puts a job into any state from outside, as a server's administrator or its failure does. Two workers take the
/// jobs in order. A job is forgotten with its file, or its time after its end. Safe for several threads.
class job_board {
public:
  job_board(result_store& results, job_times times, clock_ms clock);
  ~job_board(); ///< cancels what is left and waits for it
  job_board(const job_board&) = delete;
  job_board& operator=(const job_board&) = delete;

  /// False if too many jobs are waiting already: this one was not taken.
  bool submit(job_order order);
  /// As a client sees it now: no job is finished before its shortest time.
  std::optional<job_view> find(const std::string& owner, const std::string& id);
  /// The state in which that leaves it: an ended job stays what it is. Nothing if there is no such job.
  std::optional<job_state> cancel(const std::string& owner, const std::string& id);
  /// From now on nobody knows the job; its work goes on, and what it makes is there.
  void hide(const std::string& id);
  /// From now on the job is in this state for good, and its work is told to stop. Only where it completes with errors
  /// it keeps its result, and ends when it would have anyway.
  void end(const std::string& id, job_state state, const std::string& message);

private:
  struct job {
    std::string owner;
    bool hidden = false;
    bool ended_from_outside = false;
    std::optional<std::string> errors; ///< it succeeds with these
    job_view view;
    std::vector<std::string> phases;
    bool gives_file = true;
    job_work work;
    job_progress progress;
  };

  // With the lock held:
  bool is_held_back(const job& task) const; ///< it is not to be seen yet how far it really is
  void hold_back(const job& task, job_view& view) const;
  double share_of_time(const job& task) const; ///< of the shortest time, 0 to 1 however clocks are set
  std::size_t phase_by_time(const job& task) const;
  bool is_outdated(const job& task);
  std::shared_ptr<job> known(const std::string& owner, const std::string& id);

  void work_on();
  void run(job& task);

  result_store& results_;
  job_times times_;
  clock_ms clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::deque<std::shared_ptr<job>> queue_;
  std::map<std::string, std::shared_ptr<job>> jobs_;
  std::vector<std::thread> workers_;
};

} // namespace sandbox
