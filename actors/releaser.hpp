#pragma once

#include "actors/interfaces.hpp"
#include "actors/start.hpp"

#include "core/release_rules.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace actors {

/// Gives back what servers hold for us, and keeps trying for as long as the
/// ledger has an entry for it. From `to release` on an entry is the releaser's.
/// Export jobs that nobody waits for are cancelled with one try, as servers allow.
class releaser {
public:
  using handle = releaser_handle;
  static constexpr const char* name = "releaser";

  /// `entries` are those of the store that nobody else looks after.
  releaser(handle::pointer self, ports outside, std::shared_ptr<const core::rules> rules,
    std::vector<proto::ledger_record> entries);

  handle::behavior_type make_behavior();

private:
  struct task {
    core::release_state state;
    std::uint64_t ticket = 0;
    bool tried = false; ///< as often as somebody waits for
    core::operation_ptr operation;
  };

  void on(const look_after& what);
  void on(const release_job& what);
  void on(const release_answered& what);
  void on(const release_due& what);
  void on(const cancel_server_jobs& what);
  void on(const wake& what);

  void take(const proto::ledger_record& entry);
  void start(task& what);
  void go_on(task& what, core::release_move move);
  void ask(task& what, core::small_request request);
  void later(task& what, std::chrono::milliseconds pause);
  bool settle(task& what, core::release_move::next how);
  void tell_who_waits();
  bool somebody_waits(const std::string& job) const { return waiting_.count(job) > 0; }

  handle::pointer self_;
  ports outside_;
  std::shared_ptr<const core::rules> rules_;
  std::map<std::string, task> tasks_;                    ///< by entry
  std::map<std::string, job_handle> waiting_;            ///< by job
  std::map<std::uint64_t, core::operation_ptr> cancels_; ///< by ticket
  std::uint64_t last_cancel_ = 0;
};

} // namespace actors
