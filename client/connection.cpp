#include "client/connection.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace client {
namespace {

std::string words_of(int error) { return std::strerror(error); }

/// Waits for the socket; 0 = the time has passed, else an errno or −1 for ready.
int wait_for(int socket, short what, connection::deadline until) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    const auto span = std::clamp<long long>(left.count(), 0, 60'000);
    pollfd entry{socket, what, 0};
    const int ready = ::poll(&entry, 1, static_cast<int>(span));
    if (ready > 0)
      return -1;
    if (ready < 0 && errno != EINTR)
      return errno;
    if (ready == 0 && left.count() <= 0)
      return 0;
  }
}

} // namespace

connection::~connection() { close(); }

void connection::close() {
  if (socket_ >= 0)
    ::close(socket_);
  socket_ = -1;
  received_.clear();
  events_.clear();
}

std::optional<std::string> connection::open(const std::string& path) {
  close();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path))
    return "the path is too long for a socket";
  path.copy(address.sun_path, path.size());
  socket_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket_ < 0)
    return words_of(errno);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0)
    return {};
  auto words = words_of(errno);
  close();
  return words;
}

connection::answer connection::call(const std::string& method, nlohmann::json params, deadline until) {
  const auto id = ++last_id_;
  if (auto error = send(to_line(proto::rpc_request{id, method, std::move(params)}), until))
    return lost_connection{*error};
  for (;;) {
    auto line = read_line(until);
    if (auto* lost = std::get_if<lost_connection>(&line))
      return *lost;
    if (line.index() == 0)
      return lost_connection{"no answer in time"};
    auto message = proto::read_answer_line(std::get<std::string>(line));
    if (!message)
      return lost_connection{"what answers is no mapferry daemon"};
    if (auto* event = std::get_if<proto::rpc_event>(&*message)) {
      events_.push_back(std::move(*event));
      continue;
    }
    auto& reply = std::get<proto::rpc_reply>(*message);
    if (const auto* error = reply.error())
      return proto::to_failure(*error);
    if (reply.id == id)
      return std::move(std::get<nlohmann::json>(reply.outcome));
  }
}

std::variant<std::monostate, proto::rpc_event, lost_connection> connection::next_event(deadline until) {
  while (events_.empty()) {
    auto line = read_line(until);
    if (auto* lost = std::get_if<lost_connection>(&line))
      return *lost;
    if (line.index() == 0)
      return std::monostate{};
    auto message = proto::read_answer_line(std::get<std::string>(line));
    if (message && std::holds_alternative<proto::rpc_event>(*message))
      events_.push_back(std::get<proto::rpc_event>(std::move(*message)));
  }
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

std::variant<std::monostate, std::string, lost_connection> connection::read_line(deadline until) {
  std::array<char, 65536> buffer;
  for (std::size_t searched = 0;;) {
    if (const auto end = received_.find('\n', searched); end != std::string::npos) {
      auto line = received_.substr(0, end);
      received_.erase(0, end + 1);
      return line;
    }
    searched = received_.size();
    if (const int state = wait_for(socket_, POLLIN, until); state == 0)
      return std::monostate{};
    else if (state > 0)
      return lost_connection{words_of(state)};
    const auto count = ::recv(socket_, buffer.data(), buffer.size(), 0);
    if (count == 0)
      return lost_connection{"the daemon has closed the connection"};
    if (count < 0 && errno != EINTR)
      return lost_connection{words_of(errno)};
    if (count > 0)
      received_.append(buffer.data(), static_cast<std::size_t>(count));
  }
}

std::optional<std::string> connection::send(const std::string& line, deadline until) {
  for (std::size_t sent = 0; sent < line.size();) {
    if (const int state = wait_for(socket_, POLLOUT, until); state >= 0)
      return state == 0 ? "the daemon does not read" : words_of(state);
    const auto count = ::send(socket_, line.data() + sent, line.size() - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count < 0 && errno != EINTR && errno != EAGAIN)
      return words_of(errno);
    if (count > 0)
      sent += static_cast<std::size_t>(count);
  }
  return {};
}

} // namespace client
