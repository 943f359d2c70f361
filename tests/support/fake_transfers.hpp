#pragma once

#include "tests/support/pending_work.hpp"
#include "tests/support/power.hpp"
#include "tests/support/scripted_server.hpp"
#include "tests/support/virtual_clock.hpp"

#include "core/ports/transfers.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace support {

/// What the network does to one request.
enum class fault {
  none,
  unreachable,  ///< never leaves
  busy,         ///< 503, not done
  lost_answer,  ///< done, but the connection dies first
  bad_gateway,  ///< done, but a proxy answers 502
  server_error, ///< 500, not done
  sign_in,      ///< no token could be had
};

/// The network in memory, in front of the scripted server. Every request and every
/// piece of a file waits until the test lets it happen.
class fake_transfers : public core::transfers {
public:
  fake_transfers(power& supply, scripted_server& server, virtual_clock& clock)
    : power_(supply),
      server_(server),
      clock_(clock) {}

  pending_work work;
  /// What happens to a request, by its address; none if not set.
  std::function<fault(const std::string& address)> faults;
  /// Look at a request before anything of it leaves the machine.
  std::function<void(const core::small_request&)> watch;
  std::function<void(const core::artifact_request&)> watch_artifact;
  std::size_t piece = 1500;                        ///< bytes of a file that arrive together
  std::optional<std::chrono::seconds> retry_after; ///< what a busy service asks for

  core::operation_ptr start(core::small_request request, answered done) override;
  std::unique_ptr<core::transfer> start(core::artifact_request request, core::artifact_events events) override;
  void watch_hosts(std::function<void(core::host_state)> changed) override { changed_ = std::move(changed); }

private:
  class download;
  fault fault_for(const std::string& address) const { return faults ? faults(address) : fault::none; }
  void report(const std::string& address, bool alive);

  power& power_;
  scripted_server& server_;
  virtual_clock& clock_;
  std::function<void(core::host_state)> changed_;
};

} // namespace support
