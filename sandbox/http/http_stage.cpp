#include "sandbox/http/http_stage.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <chrono>
#include <csignal>
#include <exception>
#include <iostream>
#include <system_error>

#include "sandbox/http/answers.hpp"
#include "sandbox/http/cross_origin.hpp"
#include "sandbox/http/http_reader.hpp"
#include "sandbox/http/http_writer.hpp"

namespace sandbox {
namespace {

constexpr std::size_t most_connections = 256;

std::int64_t now_ms() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
    .count();
}

bool is_carried_out(fault_kind kind) {
  return kind != fault_kind::refuse && kind != fault_kind::status && kind != fault_kind::error
    && kind != fault_kind::login_page;
}

} // namespace

http_stage::http_stage(unique_fd listener, stage_parts parts)
  : listener_{std::move(listener)},
    port_{port_of(listener_)},
    parts_{std::move(parts)} {
  std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
  acceptor_ = std::jthread{[this](const std::stop_token& stop) { accept_all(stop); }};
}

http_stage::~http_stage() {
  acceptor_.request_stop();
  ::shutdown(listener_.get(), SHUT_RDWR); // wakes the acceptor
  acceptor_.join();
  std::unique_lock lock{mutex_};
  for (const auto& [id, each] : open_)
    ::shutdown(each.descriptor, SHUT_RDWR);
  changed_.wait(lock, [this] { return open_.empty(); });
}

bool http_stage::make_room() {
  if (open_.size() < most_connections)
    return true;
  auto longest = open_.end();
  std::size_t ending = 0;
  for (auto each = open_.begin(); each != open_.end(); ++each) {
    ending += each->second.is_ending ? 1 : 0;
    const bool can_end = each->second.idle_since > 0 && !each->second.is_ending;
    if (can_end && (longest == open_.end() || each->second.idle_since < longest->second.idle_since))
      longest = each;
  }
  if (open_.size() < most_connections + ending)
    return true; // their threads are about to leave
  if (longest == open_.end() || ending >= most_connections)
    return false;
  longest->second.is_ending = true;
  ::shutdown(longest->second.descriptor, SHUT_RDWR);
  return true;
}

void http_stage::set_idle(std::uint64_t id, bool is_idle) {
  const std::lock_guard lock{mutex_};
  std::uint64_t& since = open_.at(id).idle_since;
  if (!is_idle) {
    since = 0;
  } else if (since == 0) { // else it has been so since it was accepted
    since = ++clock_;
  }
}

void http_stage::accept_all(const std::stop_token& stop) {
  std::uint64_t next_id = 0;
  while (!stop.stop_requested()) {
    pollfd waiting{listener_.get(), POLLIN, 0};
    if (::poll(&waiting, 1, -1) <= 0)
      continue;
    auto client = accept_from(listener_);
    if (!client) {
      pause_for(std::chrono::milliseconds{10}, stop); // no descriptors left: do not spin
      continue;
    }
    std::unique_lock lock{mutex_};
    if (!make_room())
      continue;
    const std::uint64_t id = next_id++;
    open_.emplace(id, connection{client->fd.get(), ++clock_, false});
    try {
      std::thread{[this, id, stop, held = std::move(*client)]() mutable {
        converse(std::move(held), id, stop);
      }}.detach();                       // counted in open_, which the destructor waits for
    } catch (const std::system_error&) { // no threads left: this client goes, the others stay
      open_.erase(id);
    }
  }
}

void http_stage::converse(accepted_client client, std::uint64_t id, const std::stop_token& stop) {
  const std::string peer = client.peer;
  std::unique_ptr<byte_stream> stream =
    parts_.identity != nullptr ? parts_.identity->greet(std::move(client.fd)) : plain_stream(std::move(client.fd));
  if (stream)
    serve_all(*stream, peer, id, stop);
  const std::lock_guard lock{mutex_};
  stream.reset(); // under the lock: the destructor must not shut down a descriptor that belongs to others by then
  open_.erase(id);
  changed_.notify_all();
}

void http_stage::serve_all(
  byte_stream& stream, const std::string& peer, std::uint64_t id, const std::stop_token& stop) {
  http_reader reader{stream};
  while (!stop.stop_requested()) {
    http_request request;
    request.peer = peer;
    set_idle(id, true);
    const auto got = reader.next(request);
    set_idle(id, false);
    request.received_ms = now_ms();
    if (got == http_reader::result::closed)
      return;
    if (got == http_reader::result::refused) {
      bool keep_alive = false;
      send_response(stream, request, html_page(reader.refusal(), "The request cannot be read."), {}, stop, keep_alive);
      return;
    }
    if (!serve(stream, request, stop))
      return;
  }
}

bool http_stage::serve(byte_stream& stream, http_request& request, const std::stop_token& stop) {
  const std::optional<fault> spoil = parts_.faults != nullptr ? parts_.faults->next(request) : std::nullopt;
  bool keep_alive = request.keep_alive;
  served result;
  if (spoil && spoil->kind == fault_kind::refuse) {
    keep_alive = false;
  } else {
    http_response response = answer(request, spoil, stop);
    allow_origin(request, response);
    result = send_response(stream, request, response, spoil, stop, keep_alive);
  }
  if (spoil)
    result.fault = spoil->word;
  if (parts_.log != nullptr)
    parts_.log->add(request, result);
  return keep_alive;
}

http_response http_stage::answer(
  const http_request& request, const std::optional<fault>& spoil, const std::stop_token& stop) {
  if (spoil && !is_carried_out(spoil->kind)) {
    if (spoil->kind == fault_kind::error)
      return error_answer(spoil->code, spoil->message);
    if (spoil->kind == fault_kind::login_page)
      return html_page(200, "Sign in to continue.");
    http_response refusal = html_page(spoil->code, std::string{reason_phrase(spoil->code)});
    if (spoil->retry_after >= 0)
      refusal.headers["Retry-After"] = std::to_string(spoil->retry_after);
    return refusal;
  }
  if (spoil && spoil->kind == fault_kind::delay)
    pause_for(spoil->delay, stop);
  return carried_out(request, spoil);
}

/// An exception is a mistake of ours: it costs the one request and never the program.
http_response http_stage::carried_out(const http_request& request, const std::optional<fault>& spoil) const try {
  if (spoil && parts_.prepare_fault)
    parts_.prepare_fault(*spoil, request);
  return request.method == "OPTIONS" ? preflight_answer() : parts_.handle(request);
} catch (const std::exception& mistake) {
  std::cerr << "mapferry-sandbox: " + request.path + ": " + mistake.what() + "\n" << std::flush;
  return error_answer(500, "Unable to complete operation.");
}

} // namespace sandbox
