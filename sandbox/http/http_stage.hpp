#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "sandbox/http/byte_stream.hpp"
#include "sandbox/http/faults.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/http/request_log.hpp"

namespace sandbox {

/// What a stage works with. All of it is borrowed and outlives the stage.
struct stage_parts {
  const tls_identity* identity = nullptr; ///< none = plain http
  fault_plan* faults = nullptr;
  request_log* log = nullptr;
  http_handler handle;
  /// Does what `lostJob` and `expiredToken` ask for before the request is handled.
  std::function<void(const fault&, const http_request&)> prepare_fault;
};

/// Listens, reads requests, has them handled and sends the answers, one thread a connection. Connections stay open for
/// any number of requests, or a minute without one; where there are too many, a new one ends that which has waited
/// longest for its next request.
class http_stage {
public:
  http_stage(unique_fd listener, stage_parts parts);
  ~http_stage(); ///< ends all connections and waits for their threads
  http_stage(const http_stage&) = delete;
  http_stage& operator=(const http_stage&) = delete;

  std::uint16_t port() const { return port_; }

private:
  struct connection {
    int descriptor = -1;
    std::uint64_t idle_since = 0; ///< turns of `clock_`; 0 = a request is being answered
    bool is_ending = false;
  };

  bool make_room(); ///< false if all are at work. With the lock held.
  void set_idle(std::uint64_t id, bool is_idle);
  void accept_all(const std::stop_token& stop);
  void converse(accepted_client client, std::uint64_t id, const std::stop_token& stop);
  void serve_all(byte_stream& stream, const std::string& peer, std::uint64_t id, const std::stop_token& stop);
  bool serve(byte_stream& stream, http_request& request, const std::stop_token& stop);
  http_response answer(const http_request& request, const std::optional<fault>& spoil, const std::stop_token& stop);
  http_response carried_out(const http_request& request, const std::optional<fault>& spoil) const;

  unique_fd listener_;
  std::uint16_t port_;
  stage_parts parts_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::uint64_t clock_ = 0; ///< counts what happens to connections
  std::map<std::uint64_t, connection> open_;
  std::jthread acceptor_;
};

} // namespace sandbox
