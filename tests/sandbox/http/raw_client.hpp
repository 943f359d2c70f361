#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <string>
#include <string_view>

#include "sandbox/http/socket.hpp"

/// A client that sends bytes as they are and shows what came back, down to the last one before the end.
class raw_client {
public:
  explicit raw_client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
    const timeval limit{20, 0}; // a bound for a test that would hang otherwise
    setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  }

  void send(std::string_view text) { ::send(socket_.get(), text.data(), text.size(), MSG_NOSIGNAL); }

  /// Until the server closes.
  std::string rest() {
    std::string all;
    while (more(all)) {
    }
    return all;
  }

  /// What has come up to the end of a head, and perhaps some of the body behind it.
  std::string head() {
    std::string all;
    while (all.find("\r\n\r\n") == std::string::npos && more(all)) {
    }
    return all;
  }

  /// One answer whose head states its length; its body may be cut.
  std::string answer() {
    std::string all = head();
    const std::size_t body = all.find("\r\n\r\n") + 4;
    const std::size_t length = std::stoul(all.substr(all.find("Content-Length: ") + 16));
    while (all.size() < body + length && more(all)) {
    }
    return all;
  }

private:
  bool more(std::string& into) {
    std::array<char, 4096> block{};
    const auto got = ::recv(socket_.get(), block.data(), block.size(), 0);
    if (got > 0)
      into.append(block.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  sandbox::unique_fd socket_;
};

inline std::string body_of(const std::string& answer) {
  const std::size_t end = answer.find("\r\n\r\n");
  return end == std::string::npos ? "" : answer.substr(end + 4);
}
