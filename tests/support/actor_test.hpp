#pragma once

#include "actors/caf.hpp"

#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace support {

/// Runs actors on the test's own thread, without waiting: settle() delivers every
/// message, the clock moves only when it is moved.
class test_system {
  struct config : caf::actor_system_config {
    config() { set("scheduler.policy", caf::atom("testing")); }
  };

public:
  test_system()
    : system(config_),
      scheduler_(dynamic_cast<caf::scheduler::test_coordinator&>(system.scheduler())),
      probe_(system, true),
      idle_(system.registry().running()) {
    scheduler_.clock().current_time += std::chrono::hours{1};
    started_ = scheduler_.clock().now();
  }

  /// An actor that survives would make the actor system wait for ever.
  ~test_system() {
    scheduler_.run();
    if (system.registry().running() != idle_) {
      std::fputs("an actor outlived its test\n", stderr);
      std::abort();
    }
  }

  void settle() { scheduler_.run(); }
  bool step() { return scheduler_.try_run_once(); }

  /// Virtual milliseconds since the start.
  std::int64_t elapsed() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(scheduler_.clock().now() - started_).count();
  }
  /// To the next timer, false if there is none.
  bool skip_to_next_timer() { return scheduler_.clock().has_pending_timeout() && scheduler_.trigger_timeout(); }
  void advance(std::chrono::milliseconds time) { scheduler_.advance_time(time); }

  /// Asks and pumps until there is an answer; a default one if there is none, as
  /// after a power cut.
  template <class Reply, class Handle, class Message, class Pump>
  Reply ask(const Handle& handle, Message message, Pump pump) {
    auto pending = probe_->request(handle, caf::infinite, std::move(message));
    for (int turns = 0; turns < 1000 && !probe_->has_next_message(); ++turns)
      pump();
    Reply result{};
    if (!probe_->has_next_message()) // to receive would block the only thread
      return result;
    pending.receive([&](Reply& reply) { result = std::move(reply); },
      [&](caf::error& error) { std::fprintf(stderr, "no answer: %s\n", to_string(error).c_str()); });
    return result;
  }

private:
  config config_;

public:
  caf::actor_system system;

private:
  caf::scheduler::test_coordinator& scheduler_;
  caf::scoped_actor probe_;
  std::size_t idle_;
  caf::actor_clock::time_point started_;
};

} // namespace support
