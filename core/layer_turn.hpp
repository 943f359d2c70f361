#pragma once

#include "core/layer_machine.hpp"
#include "core/retry.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <utility>

namespace core {

/// One decision of the layer machine being made. Inside the machine only; its
/// parts lie by phase in layer_machine.cpp, layer_attempts.cpp (submitting,
/// polling) and layer_download.cpp (downloading, verifying).
class layer_turn {
public:
  /// Something that did not work, and all that waiting for it depends on.
  struct trouble {
    core::reason reason = core::reason::internal;
    proto::failure failure;
    std::optional<std::chrono::seconds> retry_after;
    std::string address; ///< that was asked
  };

  layer_turn(const layer_state& state, const layer_context& context) : context_(context) { move_.next = state; }

  void on(const layer_events::entered& event);
  void on(const layer_events::answered& event);
  void on(const layer_events::part_opened& event);
  void on(const layer_events::opened& event);
  void on(const layer_events::written& event);
  void on(const layer_events::ended& event);
  void on(const layer_events::checkpoint_due& event);
  void on(const layer_events::synced& event);
  void on(const layer_events::checked& event);
  void on(const layer_events::finished& event);
  void on(const layer_events::hosts_known& event);

  layer_move take() { return std::move(move_); }

private:
  // Attempts
  void enter_submitting(bool by_request);
  void look_for_service();
  void service_looked_for(const layer_events::answered& event);
  void begin_attempt();
  void answer_lost();
  void judge_submit(const layer_events::answered& event);
  void submit_failed(const trouble& why);
  void submit_refused(const proto::failure& why);
  void enter_polling();
  void judge_poll(const layer_events::answered& event);
  void still_running(const exported::running& answer);
  void poll_failed(const exported::failed& answer, const layer_events::answered& event);
  void follow(const exported::follow& answer);
  void take_addresses(const exported::ready& answer);
  void attempt_failed(const proto::failure& why);
  void leave_attempt(proto::ledger_state state);

  // Files
  void enter_downloading();
  void enter_verifying();
  void look_at_checkpoint();
  void transfer_settled();
  void download_failed(const reply& answer);
  void address_expired(const proto::failure& why);
  void damaged(const proto::failure& why);
  void next_file();

  // Waits and ends
  void retry_or_fail(const trouble& why);
  void silent(const trouble& why);
  void wait(const trouble& why, const std::string& next);
  void wait(
    const std::string& name, std::chrono::milliseconds time, const proto::failure& why, const std::string& next);
  void moved_on();
  void fail(const proto::failure& why);
  std::chrono::milliseconds pause_before_retry(const trouble& why) const;

  void write(std::optional<proto::ledger_record> entry);
  void note(note_level level, const std::string& code, const std::string& text);
  template <class Effect>
  void then(Effect effect) {
    move_.effects.emplace_back(std::move(effect));
  }

  layer_state& state() { return move_.next; }
  proto::layer_record& record() { return move_.next.record; }
  proto::artifact_record* current();
  part_ref part_of(const proto::artifact_record& file) const { return {context_.setting.target, file.part_name}; }
  const export_protocol& protocol() const;
  const std::string& service() const;
  std::optional<trouble> trouble_of(const reply& answer, const std::string& during, const std::string& address) const;
  proto::failure failure(proto::failure_code code, std::string during, std::string words = {}) const;

  const layer_context& context_;
  layer_move move_;
};

} // namespace core
