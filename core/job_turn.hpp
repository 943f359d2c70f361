#pragma once

#include "core/job_machine.hpp"

#include <string>
#include <utility>

namespace core {

/// One decision of the job machine being made. Inside the machine only; its
/// parts: job_machine.cpp (up to the package), job_ending.cpp, job_gate.cpp.
class job_turn {
public:
  job_turn(const job_state& state, const job_context& context) : context_(context) { move_.next = state; }

  void on(const job_events::entered& event);
  void on(const job_events::slot_granted& event);
  void on(const job_events::planned& event);
  void on(const job_events::plan_saved& event);
  void on(const job_events::prepared& event);
  void on(const job_events::plan_loaded& event);
  void on(const job_events::assembled& event);
  void on(const job_events::layers_stopped& event);
  void on(const job_events::released& event);
  void on(const job_events::staging_removed& event);
  void on(const job_events::filed& event);
  void on(const job_events::layer_gave_up& event);
  void on(const job_events::doomed& event);
  void on(const job_events::deadline& event);

  proto::outcome on(job_wish wish);
  /// False when the step is not taken.
  bool on(const offered_step& step);

  job_move take();

private:
  void enter();
  void enter_with_slot();
  void take_title(const offline_plan& plan);
  void pause();
  void forget_unanswered();
  void begin_ending(proto::job_phase ending, proto::failure why);
  void end_when_released();
  void end();
  void layer_ended(const proto::layer_record& layer);
  void begin_assembling();
  void report_errors(const proto::layer_record& layer);
  void wait_or_fail(const proto::failure& why);
  void wait_for_disk(const proto::failure& why);
  void moved_on();
  void change(proto::ledger_record entry);
  void release_ledger(bool keep_what_is_taken);
  bool is_taken(const proto::ledger_record& entry) const;
  bool is_ending() const;

  proto::job_record& job() { return move_.next.job; }
  job_state& state() { return move_.next; }
  template <class Effect>
  void then(Effect effect) {
    move_.effects.emplace_back(std::move(effect));
  }
  void store_job() { job_changed_ = true; }
  void store_layer(int index);

  const job_context& context_;
  job_move move_;
  bool job_changed_ = false;
  std::map<int, bool> layers_changed_;
  std::map<std::string, bool> ledger_changed_;
};

proto::failure job_failure(proto::failure_code code, std::string during, std::string subject);

} // namespace core
