#include "sandbox/http/socket.hpp"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>

namespace sandbox {
namespace {

problem last_problem(const std::string& during) { return {during + ": " + std::strerror(errno)}; }

void set_option(int fd, int level, int name, int value) { setsockopt(fd, level, name, &value, sizeof value); }

} // namespace

unique_fd& unique_fd::operator=(unique_fd&& other) noexcept {
  if (this != &other) {
    reset();
    fd_ = std::exchange(other.fd_, -1);
  }
  return *this;
}

void unique_fd::reset() {
  if (fd_ >= 0)
    ::close(fd_);
  fd_ = -1;
}

outcome<unique_fd> listen_on(const std::string& host, std::uint16_t port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  addrinfo* found = nullptr;
  const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found);
  if (failed != 0)
    return problem{"address " + host + ": " + gai_strerror(failed)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner{found, freeaddrinfo};

  unique_fd listener{::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
  if (!listener)
    return last_problem("socket");
  set_option(listener.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (::bind(listener.get(), found->ai_addr, found->ai_addrlen) != 0)
    return last_problem("bind to " + host);
  if (::listen(listener.get(), SOMAXCONN) != 0)
    return last_problem("listen on " + host);
  return listener;
}

std::uint16_t port_of(const unique_fd& listener) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  getsockname(listener.get(), reinterpret_cast<sockaddr*>(&address), &length);
  std::array<char, NI_MAXSERV> service{};
  getnameinfo(
    reinterpret_cast<sockaddr*>(&address), length, nullptr, 0, service.data(), service.size(), NI_NUMERICSERV);
  return static_cast<std::uint16_t>(std::stoi(service.data()));
}

outcome<accepted_client> accept_from(const unique_fd& listener) {
  sockaddr_storage address{};
  socklen_t length = sizeof address;
  unique_fd client{::accept4(listener.get(), reinterpret_cast<sockaddr*>(&address), &length, SOCK_CLOEXEC)};
  if (!client)
    return last_problem("accept");
  set_option(client.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  const timeval limit{60, 0};
  setsockopt(client.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  setsockopt(client.get(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  std::array<char, NI_MAXHOST> name{};
  getnameinfo(reinterpret_cast<sockaddr*>(&address), length, name.data(), name.size(), nullptr, 0, NI_NUMERICHOST);
  return accepted_client{std::move(client), name.data()};
}

} // namespace sandbox
