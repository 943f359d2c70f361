#pragma once

#include "proto/control/rpc.hpp"
#include "proto/result.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace client {

/// The daemon has gone, or was never there.
struct lost_connection {
  std::string words; ///< of the system
};

/// A connection to the daemon: one call at a time, events in between kept.
class connection {
public:
  using deadline = std::chrono::steady_clock::time_point;
  using answer = std::variant<nlohmann::json, proto::failure, lost_connection>;

  connection() = default;
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection();

  /// Nothing on success, else the system's words. Connecting again drops the
  /// connection before.
  std::optional<std::string> open(const std::string& path);

  /// Waits for the answer until `until`; later counts as lost.
  answer call(const std::string& method, nlohmann::json params, deadline until);

  /// The next event, waiting until `until`; nothing when the time has passed.
  std::variant<std::monostate, proto::rpc_event, lost_connection> next_event(deadline until);

private:
  /// The next line of the daemon; nothing when the time has passed.
  std::variant<std::monostate, std::string, lost_connection> read_line(deadline until);
  std::optional<std::string> send(const std::string& line, deadline until);
  void close();

  int socket_ = -1;
  std::uint64_t last_id_ = 0;
  std::string received_;
  std::deque<proto::rpc_event> events_;
};

} // namespace client
