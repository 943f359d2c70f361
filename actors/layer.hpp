#pragma once

#include "actors/interfaces.hpp"
#include "actors/start.hpp"

#include "core/layer_machine.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace actors {

/// Performs what the layer machine decides, after its job has made it durable.
///
///   event ─► decide ─► offer to the job ─┬ proceed ─► perform the effects
///              ▲                         ├ wait ────► the same offer again, later
///              └──── next event          └ stop, no answer ─► end
class layer {
public:
  using handle = layer_handle;
  static constexpr const char* name = "layer";

  layer(handle::pointer self, job_handle job, supervisor_handle supervisor, int index, ports outside,
    std::shared_ptr<const core::layer_setting> setting);

  handle::behavior_type make_behavior();

private:
  void greet();
  void on(const layer_news& news);
  void on(const wake_layer& what);
  void decide(const core::layer_event& event);
  void offer();
  void offer_later();
  void proceed();

  void perform(const core::layer_effect& effect);
  void perform(const core::layer_effects::ask& effect);
  void perform(const core::layer_effects::open_part& effect);
  void perform(const core::layer_effects::fetch& effect);
  void perform(const core::layer_effects::check& effect);
  void perform(const core::layer_effects::finish& effect);
  void perform(const core::layer_effects::wait& effect);
  void perform(const core::layer_effects::look_around& effect);
  void perform(const core::layer_effects::sync& effect);
  void perform(const core::layer_effects::confirm& effect);
  void perform(const core::layer_effects::look_at_checkpoint& effect);
  void perform(const core::layer_effects::cancel_server_job& effect);
  void perform(const core::layer_effects::discard& effect);
  void perform(const core::layer_effects::show_percent& effect);
  void perform(const core::layer_effects::note& effect);
  void ask_hosts_now();
  void new_activity();

  /// A function for a port's callback: exactly one message to this actor.
  template <class Event>
  auto told();

  core::layer_context context() const;

  handle::pointer self_;
  job_handle job_;
  supervisor_handle supervisor_;
  int index_;
  ports outside_;
  std::shared_ptr<const core::layer_setting> setting_;

  core::layer_state state_;
  std::uint64_t incarnation_ = 0;
  std::optional<core::layer_move> offered_; ///< not yet durable
  std::vector<layer_news> deferred_;        ///< came while a step was not durable
  std::uint32_t refusals_ = 0;
  std::uint64_t offer_ticket_ = 0;

  std::uint64_t ticket_ = 0; ///< of the current activity
  bool waiting_ = false;
  core::operation_ptr operation_;
  std::unique_ptr<core::transfer> transfer_;
  core::operation_ptr sync_;
  std::vector<core::operation_ptr> discards_; ///< the last few, nobody waits for them
};

} // namespace actors
