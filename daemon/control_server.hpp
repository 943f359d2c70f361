#pragma once

#include "core/ports/observer.hpp"
#include "daemon/client_session.hpp"
#include "daemon/event_board.hpp"
#include "daemon/main_queue.hpp"
#include "daemon/methods.hpp"
#include "daemon/peer.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace mapferryd {

/// The control socket: JSON-RPC 2.0, a message a line. All on one thread, which
/// never waits for a client or the supervisor.
class control_server {
public:
  struct options {
    std::string path;
    role_rules roles;
    session_limits session;
    std::size_t most_clients = 64; ///< more are told so and closed
  };

  /// Binds the socket with mode 0660, for the group of observers if there is one.
  /// A stale socket file is replaced; a living daemon behind it is a failure
  /// (directoryInUse), as is anything else in its place. Everything must outlive
  /// the server.
  static proto::result<std::unique_ptr<control_server>> open(
    options with, methods& calls, event_board& board, main_queue& queue, core::observer& log);
  ~control_server(); ///< removes the socket file

  /// One round: waits at most `wait`, then serves whoever is ready. True when
  /// `signals` (a descriptor, or −1) has become readable.
  bool step(std::chrono::milliseconds wait, int signals);

private:
  using session_ptr = std::shared_ptr<client_session>;

  control_server(options with, io::file_descriptor listener, methods& calls, event_board& board, main_queue& queue,
    core::observer& log);
  void accept_all();
  void serve(const session_ptr& session);
  void handle(const session_ptr& session, const std::string& line);
  void subscribe(const session_ptr& session, const proto::rpc_request& request);
  void send_events(client_session& session);
  void drop_gone();

  options with_;
  io::file_descriptor listener_;
  methods& calls_;
  event_board& board_;
  main_queue& queue_;
  core::observer& log_;
  std::vector<session_ptr> sessions_;
  std::chrono::steady_clock::time_point accept_again_{}; ///< not before this: descriptors have run out
};

} // namespace mapferryd
