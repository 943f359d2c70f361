#pragma once

#include "core/ports/operation.hpp"
#include "io/disk/file_descriptor.hpp"
#include "proto/control/rpc.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace mapferryd {

/// What a connection to the control socket may take up.
struct session_limits {
  std::size_t line = proto::max_request_line; ///< bytes of a request
  std::size_t queue = 1u << 20;           ///< bytes of answers that wait: nothing more is read or sent to it meanwhile
  std::chrono::milliseconds slow{30'000}; ///< a client that takes no byte for so long is dropped
};

/// One client: bytes in, lines out; bytes out. Knows no methods.
///
///   reading ──end of input, too long a line──► draining ──all sent──► gone
///      └─────────────────── error, too slow ───────────────────────► gone
class client_session {
public:
  using time_point = std::chrono::steady_clock::time_point;

  client_session(io::file_descriptor socket, std::optional<proto::role> role, session_limits limits, time_point now);

  int descriptor() const { return socket_.get(); }
  std::optional<proto::role> role() const { return role_; }

  bool wants_to_read() const {
    return state_ == state::reading && !busy && output_.size() < limits_.queue && !has_line();
  }
  bool wants_to_write() const { return !output_.empty(); }
  /// Whether events may be put in.
  bool has_room() const { return output_.size() < limits_.queue; }

  void read_some();
  void write_some(time_point now);

  /// The next whole request line, while the one before is answered.
  std::optional<std::string> take_line();
  void put(const std::string& line, time_point now);

  /// Both directions are closed: nobody reads the answer that is being made.
  void peer_left() {
    peer_has_left_ = true;
    under_way.reset();
  }
  bool peer_has_left() const { return peer_has_left_; }

  /// To be dropped now; `why` is for the log and empty for an ordinary end.
  bool gone(time_point now);
  const std::string& why() const { return why_; }

  bool busy = false;                 ///< a request is being answered
  core::operation_ptr under_way;     ///< the same request, where it can be called off
  std::optional<std::uint64_t> seen; ///< subscribed: the last event that was put in

private:
  enum class state { reading, draining, gone };

  bool has_line() const { return input_.find('\n', searched_) != std::string::npos; }
  void leave(std::string why);

  io::file_descriptor socket_;
  std::optional<proto::role> role_;
  session_limits limits_;
  state state_ = state::reading;
  bool peer_has_left_ = false;
  std::string input_;
  std::size_t searched_ = 0; ///< no line end before this
  std::string output_;
  time_point moved_; ///< when output last became less, or began
  std::string why_;
};

} // namespace mapferryd
