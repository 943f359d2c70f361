#pragma once

#include "io/http/options.hpp"
#include "io/http/token_transfers.hpp"

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <thread>

namespace io {

class engine;

/// core::transfers on libcurl's multi interface, with one thread of its own.
/// Every request is answered exactly once, also at the end of the port, where
/// what is left is answered with transport_error::stopped.
class curl_transfers final : public token_transfers {
public:
  explicit curl_transfers(http_options options);
  ~curl_transfers() override; ///< waits at most http_options::stop_limit
  curl_transfers(const curl_transfers&) = delete;
  curl_transfers& operator=(const curl_transfers&) = delete;

  core::operation_ptr start(core::small_request request, answered done) override;
  std::unique_ptr<core::transfer> start(core::artifact_request request, core::artifact_events events) override;
  core::operation_ptr start(core::small_request request, secrets with, answered done) override;
  std::unique_ptr<core::transfer> start(
    core::artifact_request request, secrets with, core::artifact_events events) override;
  void watch_hosts(std::function<void(core::host_state)> changed) override;

private:
  std::shared_ptr<engine> engine_; ///< shared with the thread: past the stop limit it outlives us
  std::chrono::milliseconds stop_limit_;
  std::future<void> ended_;
  std::thread thread_;
};

} // namespace io
