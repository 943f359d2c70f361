#pragma once

#include "actors/interfaces.hpp"
#include "actors/plan_reader.hpp"
#include "actors/start.hpp"

#include "core/job_machine.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace actors {

/// A job: performs what the job machine decides, and is the gate of its layers.
/// Nothing happens outside before the transaction that allows it has returned.
class job {
public:
  using handle = job_handle;
  static constexpr const char* name = "job";

  /// `doomed` is set when the job cannot go on (it crashed too often).
  job(handle::pointer self, supervisor_handle supervisor, ports outside,
    std::shared_ptr<const core::layer_setting> setting, core::job_state state, proto::outcome doomed);

  handle::behavior_type make_behavior();

private:
  /// A layer's step that waits for the next transaction.
  struct waiting_step {
    layer_step step;
    caf::typed_response_promise<step_answer> answer;
  };

  // Events
  void on(const job_news& news);
  void on(const document_read& read);
  void on(const wake& what);
  commanded on(const wish& what);
  bool decide(const core::job_event& event, std::uint64_t ticket);

  // The gate
  layer_start on(const layer_hello& hello);
  caf::typed_response_promise<step_answer> on(const layer_step& step);
  void commit_gathered();
  bool is_current(const layer_step& step) const;
  void show(const layer_progress& progress);

  // Performing (job_effects.cpp)
  void perform(const core::job_move& move);
  void perform_one(const core::job_effects::want_slot& effect);
  void perform_one(const core::job_effects::give_slot_back& effect);
  void perform_one(const core::job_effects::plan& effect);
  void perform_one(const core::job_effects::save_plan& effect);
  void perform_one(const core::job_effects::prepare& effect);
  void perform_one(const core::job_effects::start_layers& effect);
  void perform_one(const core::job_effects::stop_layers& effect);
  void perform_one(const core::job_effects::load_plan& effect);
  void perform_one(const core::job_effects::assemble& effect);
  void perform_one(const core::job_effects::cancel_server_jobs& effect);
  void perform_one(const core::job_effects::release& effect);
  void perform_one(const core::job_effects::hand_over& effect);
  void perform_one(const core::job_effects::remove_staging& effect);
  void perform_one(const core::job_effects::file& effect);
  void perform_one(const core::job_effects::leave& effect);
  void perform_one(const core::job_effects::wait& effect);
  void perform_one(const core::job_effects::drop_work& effect);
  void perform_one(const core::job_effects::wake_layers& effect);
  void drop_work();
  void follow_plan(plan_reader::progress progress);
  void ask_hosts_now();
  void note_wait(const proto::failure& why) const;

  // Showing
  void take(core::job_move move);
  void store_refused(const proto::failure& why);
  void publish(const core::job_state& before);
  void publish_progress();
  proto::job_view view() const;

  template <class Event>
  auto told();
  core::job_context context() const;

  handle::pointer self_;
  supervisor_handle supervisor_;
  ports outside_;
  std::shared_ptr<const core::layer_setting> setting_;
  core::job_state state_;
  proto::outcome doomed_;

  std::vector<waiting_step> gathered_;
  std::map<int, std::uint64_t> incarnations_; ///< of each layer's current actor
  std::uint64_t last_incarnation_ = 0;

  std::uint64_t ticket_ = 1; ///< of the current work; 0 is always current
  std::vector<core::operation_ptr> work_;
  std::optional<plan_reader> planner_;
  std::uint32_t plan_tries_ = 0;
  std::uint32_t refusals_ = 0; ///< of the store, in a row

  std::map<int, double> percent_; ///< of server jobs, by layer
  std::int64_t shown_at_ = 0;
  bool show_due_ = false;
};

} // namespace actors
