#include "daemon/client_session.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace mapferryd {

client_session::client_session(
  io::file_descriptor socket, std::optional<proto::role> role, session_limits limits, time_point now)
  : socket_(std::move(socket)),
    role_(role),
    limits_(limits),
    moved_(now) {}

void client_session::read_some() {
  std::array<char, 65536> buffer;
  const auto count = ::recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
  if (count > 0)
    input_.append(buffer.data(), static_cast<std::size_t>(count));
  else if (count == 0)
    state_ = state::draining; // what it has asked is still answered
  else if (errno != EAGAIN && errno != EINTR)
    leave(std::string("reading: ") + std::strerror(errno));
}

void client_session::write_some(time_point now) {
  const auto count = ::send(socket_.get(), output_.data(), output_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count < 0 && errno != EAGAIN && errno != EINTR)
    return leave(std::string("writing: ") + std::strerror(errno));
  if (count > 0) {
    output_.erase(0, static_cast<std::size_t>(count));
    moved_ = now;
  }
}

std::optional<std::string> client_session::take_line() {
  if (busy || state_ == state::gone || output_.size() >= limits_.queue)
    return {};
  const auto end = input_.find('\n', searched_);
  if (end == std::string::npos ? input_.size() > limits_.line : end > limits_.line) {
    input_.clear();
    searched_ = 0;
    state_ = state::draining;
    why_ = "sent a line that is too long";
    output_ += to_line(proto::error_reply({}, proto::rpc_code::invalid_request, "the line is too long"));
    return {};
  }
  if (end == std::string::npos) {
    searched_ = input_.size();
    return {};
  }
  auto line = input_.substr(0, end);
  input_.erase(0, end + 1);
  searched_ = 0;
  return line;
}

void client_session::put(const std::string& line, time_point now) {
  if (state_ == state::gone)
    return;
  if (output_.empty())
    moved_ = now;
  output_ += line;
}

bool client_session::gone(time_point now) {
  if (state_ == state::draining && !busy && output_.empty() && !has_line())
    state_ = state::gone;
  if (state_ != state::gone && !output_.empty() && now - moved_ > limits_.slow)
    leave("reads too slowly: " + std::to_string(output_.size()) + " bytes wait for it");
  return state_ == state::gone;
}

void client_session::leave(std::string why) {
  state_ = state::gone;
  if (why_.empty())
    why_ = std::move(why);
}

} // namespace mapferryd
