#include "tests/support/misbehaving_server.hpp"

#include "tests/support/test_certificate.hpp"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>
#include <cstdlib>

namespace support {

namespace {

std::string lower(std::string text) {
  std::transform(
    text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

std::string decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

std::string find_parameter(std::string_view form, const std::string& name) {
  while (!form.empty()) {
    const auto pair = form.substr(0, form.find('&'));
    form.remove_prefix(std::min(form.size(), pair.size() + 1));
    const auto equals = std::min(pair.find('='), pair.size());
    if (decoded(pair.substr(0, equals)) == name)
      return decoded(pair.substr(std::min(equals + 1, pair.size())));
  }
  return {};
}

} // namespace

std::string seen_request::path() const { return target.substr(0, target.find('?')); }

std::string seen_request::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string{} : found->second;
}

std::string seen_request::parameter(const std::string& name) const {
  const auto mark = target.find('?');
  const auto in_query =
    mark == std::string::npos ? std::string{} : find_parameter(std::string_view(target).substr(mark + 1), name);
  return in_query.empty() ? find_parameter(body, name) : in_query;
}

std::string seen_request::everything() const {
  std::string out = method + " " + target + "\n";
  for (const auto& [name, value] : headers)
    out += name + ": " + value + "\n";
  return out + body + "\n" + decoded(target) + "\n" + decoded(body);
}

// server_connection -------------------------------------------------------------

server_connection::server_connection(int descriptor, ssl_st* tls, const std::atomic<bool>& stopping)
  : descriptor_(descriptor),
    tls_(tls),
    stopping_(stopping) {}

server_connection::~server_connection() {
  if (tls_ != nullptr)
    SSL_free(tls_);
  if (descriptor_ >= 0)
    ::close(descriptor_);
}

bool server_connection::send(std::string_view bytes) {
  while (!bytes.empty() && is_open()) {
    const auto sent = tls_ != nullptr ? static_cast<long>(
                        SSL_write(tls_, bytes.data(), static_cast<int>(std::min<std::size_t>(bytes.size(), 1u << 20))))
                                      : ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0)
      return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return is_open();
}

void server_connection::drip(std::string_view bytes, std::size_t piece, std::chrono::milliseconds pause) {
  while (!bytes.empty() && !stopping_ && send(bytes.substr(0, piece))) {
    bytes.remove_prefix(std::min(piece, bytes.size()));
    pollfd end{descriptor_, POLLRDHUP, 0};
    if (::poll(&end, 1, static_cast<int>(pause.count())) > 0)
      return;
  }
}

void server_connection::close() {
  if (tls_ != nullptr)
    SSL_shutdown(tls_);
  give_up(true);
}

void server_connection::reset() {
  const linger at_once{1, 0};
  setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  give_up(false);
}

void server_connection::give_up(bool in_order) {
  const std::lock_guard lock(closing_);
  const int gone = descriptor_.exchange(-1);
  if (gone >= 0 && in_order)
    ::shutdown(gone, SHUT_RDWR);
  if (gone >= 0)
    ::close(gone);
}

void server_connection::hold() {
  while (!stopping_ && is_open()) {
    pollfd end{descriptor_, POLLRDHUP, 0};
    if (::poll(&end, 1, 50) > 0)
      return;
  }
}

void server_connection::relay_to(int port) {
  const int there = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  where.sin_port = htons(static_cast<std::uint16_t>(port));
  bool goes_on = ::connect(there, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0;
  while (goes_on && !stopping_ && is_open()) {
    std::array<pollfd, 2> ends{{{descriptor_, POLLIN, 0}, {there, POLLIN, 0}}};
    ::poll(ends.data(), ends.size(), 50);
    for (std::size_t from = 0; from < 2; ++from) {
      if (ends[from].revents == 0)
        continue;
      char piece[16384];
      const auto got = ::recv(ends[from].fd, piece, sizeof piece, 0);
      goes_on =
        goes_on && got > 0 && ::send(ends[1 - from].fd, piece, static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
    }
  }
  ::close(there);
  give_up(true);
}

void server_connection::shut_down() {
  const std::lock_guard lock(closing_);
  if (is_open())
    ::shutdown(descriptor_, SHUT_RDWR);
}

long server_connection::receive(char* into, std::size_t room) {
  return tls_ != nullptr ? SSL_read(tls_, into, static_cast<int>(room)) : ::recv(descriptor_, into, room, 0);
}

// misbehaving_server --------------------------------------------------------------

misbehaving_server::misbehaving_server(script what, transport how) : script_(std::move(what)), how_(how) {
  std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes without MSG_NOSIGNAL
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t length = sizeof where;
  if (::bind(listener_, reinterpret_cast<const sockaddr*>(&where), length) != 0 || ::listen(listener_, 64) != 0
    || ::getsockname(listener_, reinterpret_cast<sockaddr*>(&where), &length) != 0)
    std::abort();
  port_ = ntohs(where.sin_port);
  acceptor_ = std::thread([this] { accept_connections(); });
}

misbehaving_server::~misbehaving_server() {
  stopping_ = true;
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (auto& one : peers_)
      one.connection->shut_down();
  }
  for (auto& one : peers_)
    one.thread.join();
}

std::string misbehaving_server::authority() const { return "127.0.0.1:" + std::to_string(port_); }

std::string misbehaving_server::origin() const {
  return (how_ == transport::tls ? "https://" : "http://") + authority();
}

std::vector<seen_request> misbehaving_server::seen() const {
  const std::lock_guard lock(mutex_);
  return seen_;
}

std::size_t misbehaving_server::count(const std::string& path) const {
  const auto all = seen();
  return static_cast<std::size_t>(
    std::count_if(all.begin(), all.end(), [&](const auto& r) { return r.path() == path; }));
}

const std::string& misbehaving_server::certificate_file() { return test_certificate::get().file(); }

void misbehaving_server::accept_connections() {
  for (int number = 1; !stopping_; ++number) {
    const int descriptor = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0)
      return;
    auto* tls = how_ == transport::tls ? test_certificate::get().new_connection(descriptor) : nullptr;
    const std::lock_guard lock(mutex_);
    auto& one = peers_.emplace_back();
    one.connection = std::make_unique<server_connection>(descriptor, tls, stopping_);
    one.thread = std::thread([this, where = one.connection.get(), number] { serve(*where, number); });
  }
}

void misbehaving_server::serve(server_connection& connection, int number) {
  if (connection.tls_ != nullptr && SSL_accept(connection.tls_) != 1)
    return;
  std::string buffer;
  while (connection.is_open() && !stopping_) {
    const auto request = read_request(connection, buffer, number);
    if (!request)
      break;
    {
      const std::lock_guard lock(mutex_);
      seen_.push_back(*request);
    }
    script_(*request, connection);
  }
  connection.close();
}

std::optional<seen_request> misbehaving_server::read_request(
  server_connection& connection, std::string& buffer, int number) {
  const auto more = [&] {
    char piece[16384];
    const auto got = connection.receive(piece, sizeof piece);
    if (got > 0)
      buffer.append(piece, static_cast<std::size_t>(got));
    return got > 0;
  };
  std::size_t end = 0;
  while ((end = buffer.find("\r\n\r\n")) == std::string::npos)
    if (!more())
      return std::nullopt;
  seen_request request;
  request.connection = number;
  const auto first = buffer.substr(0, buffer.find("\r\n"));
  request.method = first.substr(0, first.find(' '));
  request.target = first.substr(first.find(' ') + 1, first.rfind(' ') - first.find(' ') - 1);
  for (std::size_t at = first.size() + 2; at < end;) {
    const auto line = buffer.substr(at, buffer.find("\r\n", at) - at);
    const auto colon = line.find(':');
    request.headers[lower(line.substr(0, colon))] = line.substr(std::min(colon + 2, line.size()));
    at += line.size() + 2;
  }
  buffer.erase(0, end + 4);
  const auto length = request.header("content-length");
  const auto size = length.empty() ? 0 : static_cast<std::size_t>(std::stoul(length));
  while (buffer.size() < size)
    if (!more())
      return std::nullopt;
  request.body = buffer.substr(0, size);
  buffer.erase(0, size);
  return request;
}

} // namespace support
