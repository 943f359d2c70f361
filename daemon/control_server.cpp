#include "daemon/control_server.hpp"

#include "daemon/control_socket.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace mapferryd {
namespace {

constexpr std::size_t events_at_once = 64;

auto now() { return std::chrono::steady_clock::now(); }

proto::rpc_reply reply_of(const nlohmann::json& id, method_answer answer) {
  if (auto* failure = std::get_if<proto::failure>(&answer))
    return {.id = id, .outcome = to_rpc_error(*failure)};
  if (auto* error = std::get_if<proto::rpc_error>(&answer))
    return {.id = id, .outcome = std::move(*error)};
  return {.id = id, .outcome = std::move(std::get<nlohmann::json>(answer))};
}

} // namespace

proto::result<std::unique_ptr<control_server>> control_server::open(
  options with, methods& calls, event_board& board, main_queue& queue, core::observer& log) {
  auto listener = listen_at(with.path, with.roles.observers);
  if (!listener)
    return listener.error();
  return std::unique_ptr<control_server>(
    new control_server(std::move(with), std::move(**listener), calls, board, queue, log));
}

control_server::control_server(options with, io::file_descriptor listener, methods& calls, event_board& board,
  main_queue& queue, core::observer& log)
  : with_(std::move(with)),
    listener_(std::move(listener)),
    calls_(calls),
    board_(board),
    queue_(queue),
    log_(log) {}

control_server::~control_server() { ::unlink(with_.path.c_str()); }

bool control_server::step(std::chrono::milliseconds wait, int signals) {
  // poll() skips what has the descriptor −1.
  std::vector<pollfd> polled{
    {now() < accept_again_ ? -1 : listener_.get(), POLLIN, 0}, {queue_.descriptor(), POLLIN, 0}, {signals, POLLIN, 0}};
  const auto first = polled.size();
  for (const auto& session : sessions_) {
    const int events = (session->wants_to_read() ? POLLIN : 0) | (session->wants_to_write() ? POLLOUT : 0);
    const bool is_over = events == 0 && session->peer_has_left(); // it would be ready for ever
    polled.push_back({is_over ? -1 : session->descriptor(), static_cast<short>(events), 0});
  }
  ::poll(polled.data(), polled.size(), static_cast<int>(wait.count()));
  if (polled[1].revents != 0)
    queue_.run();
  for (std::size_t i = 0; i + first < polled.size(); ++i) {
    const auto ready = polled[i + first].revents;
    if ((ready & (POLLHUP | POLLERR)) != 0)
      sessions_[i]->peer_left();
    if ((ready & (POLLIN | POLLHUP | POLLERR)) != 0 && sessions_[i]->wants_to_read())
      sessions_[i]->read_some();
    if ((ready & (POLLOUT | POLLERR)) != 0 && sessions_[i]->wants_to_write())
      sessions_[i]->write_some(now());
  }
  for (const auto& session : sessions_)
    serve(session);
  drop_gone();
  if (polled[0].revents != 0)
    accept_all();
  return polled[2].revents != 0;
}

void control_server::accept_all() {
  for (;;) {
    io::file_descriptor socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
    if (!socket) {
      if (errno == EMFILE || errno == ENFILE) {
        accept_again_ = now() + std::chrono::seconds{1}; // the listener stays readable meanwhile
        log_.note(core::note_level::warning, "clientRefused", {{"why", "no more descriptors"}});
      }
      return;
    }
    if (sessions_.size() >= with_.most_clients) {
      const auto line = to_line(proto::error_reply({}, proto::rpc_code::invalid_request, "too many clients"));
      ::send(socket.get(), line.data(), line.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      log_.note(core::note_level::warning, "clientRefused", {{"why", "too many clients"}});
      continue;
    }
    const auto who = peer_of(socket.get());
    const auto role = who ? role_of(*who, with_.roles) : std::nullopt;
    sessions_.push_back(std::make_shared<client_session>(std::move(socket), role, with_.session, now()));
  }
}

/// Requests are answered one after the other, in their order; events go out while
/// there is room.
void control_server::serve(const session_ptr& session) {
  while (auto line = session->take_line())
    handle(session, *line);
  send_events(*session);
}

void control_server::handle(const session_ptr& session, const std::string& line) {
  auto read = proto::read_request_line(line);
  if (const auto* wrong = std::get_if<proto::rpc_reply>(&read))
    return session->put(to_line(*wrong), now());
  const auto& request = std::get<proto::rpc_request>(read);
  if (request.method == "events.subscribe")
    return subscribe(session, request);
  session->busy = true;
  auto under_way =
    calls_.call(request, session->role(), [weak = std::weak_ptr(session), id = request.id](method_answer answer) {
      const auto asker = weak.lock();
      if (!asker)
        return;
      asker->busy = false;
      asker->under_way.reset();
      if (!id.is_null())
        asker->put(to_line(reply_of(id, std::move(answer))), now());
    });
  if (session->busy && !session->peer_has_left())
    session->under_way = std::move(under_way);
}

void control_server::subscribe(const session_ptr& session, const proto::rpc_request& request) {
  const auto answer = [&](method_answer given) {
    if (!request.id.is_null())
      session->put(to_line(reply_of(request.id, std::move(given))), now());
  };
  const auto since = request.params.find("since");
  const bool known = request.params.empty() || (request.params.size() == 1 && since != request.params.end());
  if (!known || (since != request.params.end() && !since->is_number_unsigned()))
    return answer(
      proto::rpc_error{proto::rpc_code::invalid_params, "only `since` is known here, a sequence number", nullptr});
  if (!session->role())
    return answer(proto::failure{.code = proto::failure_code::permission_missing,
      .during = "calling a method",
      .subject = request.method,
      .server_said = {},
      .http_status = {},
      .esri_code = {},
      .worth_retrying = false,
      .hint = {}});
  const auto latest = board_.latest();
  answer(nlohmann::json{{"seq", latest}});
  session->seen = since == request.params.end() ? latest : since->get<std::uint64_t>();
}

void control_server::send_events(client_session& session) {
  while (session.seen && session.has_room()) {
    const auto news = board_.after(*session.seen, events_at_once);
    session.seen = news.seen;
    for (const auto& line : news.lines)
      session.put(*line, now());
    if (news.lines.empty())
      return;
  }
}

void control_server::drop_gone() {
  std::erase_if(sessions_, [this](const session_ptr& session) {
    const bool gone = session->gone(now());
    if (gone && !session->why().empty())
      log_.note(core::note_level::warning, "clientDropped", {{"why", session->why()}});
    return gone;
  });
}

} // namespace mapferryd
