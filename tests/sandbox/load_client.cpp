// Asks a sandbox as fast as two connections can: load_client PORT SECONDS TARGET...
// Prints the answers a second for each target by itself, then for all of them in turn. Ends with 1 where an answer is
// not a good one.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <atomic>
#include <chrono>
#include <iostream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "sandbox/base/text.hpp"
#include "sandbox/http/socket.hpp"

namespace {

using targets = std::vector<std::string>;
using clock_type = std::chrono::steady_clock;

class keen_client {
public:
  explicit keen_client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = ::connect(socket_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int at_once = 1;
    setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &at_once, sizeof at_once);
  }

  /// False unless the answer is 200 and no error document.
  bool ask(const std::string& target) {
    const std::string request = "GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";
    if (!is_open_ || ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL) <= 0)
      return false;
    buffer_.clear();
    std::size_t head = std::string::npos;
    while ((head = buffer_.find("\r\n\r\n")) == std::string::npos) {
      if (!receive())
        return false;
    }
    const std::size_t body = head + 4;
    const std::size_t named = buffer_.find("Content-Length: ");
    if (!buffer_.starts_with("HTTP/1.1 200") || named > head)
      return false;
    const std::size_t length = std::stoul(buffer_.substr(named + 16));
    while (buffer_.size() < body + length) {
      if (!receive())
        return false;
    }
    return length > 0 && !std::string_view{buffer_}.substr(body).starts_with("{\"error\"");
  }

private:
  bool receive() {
    std::array<char, 65536> block;
    const auto got = ::recv(socket_.get(), block.data(), block.size(), 0);
    if (got > 0)
      buffer_.append(block.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  sandbox::unique_fd socket_;
  bool is_open_ = false;
  std::string buffer_;
};

/// Answers a second; negative if one was bad.
double rate_of(std::uint16_t port, double seconds, const targets& asked) {
  constexpr int connections = 2;
  std::atomic<std::int64_t> answers{0};
  std::atomic<bool> good{true};
  const auto begin = clock_type::now();
  const auto end = begin + std::chrono::duration<double>{seconds};
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < connections; ++i) {
      threads.emplace_back([&, next = static_cast<std::size_t>(i)]() mutable {
        keen_client client{port};
        while (good && clock_type::now() < end) {
          if (client.ask(asked[next++ % asked.size()])) {
            ++answers;
          } else {
            good = false;
          }
        }
      });
    }
  }
  const std::chrono::duration<double> taken = clock_type::now() - begin;
  return good ? static_cast<double>(answers) / taken.count() : -1;
}

} // namespace

int main(int count, char** words) {
  const std::vector<std::string> arguments{words + 1, words + count};
  const auto port = arguments.empty() ? std::nullopt : sandbox::number_in<std::uint16_t>(arguments[0]);
  const auto seconds = arguments.size() < 3 ? std::nullopt : sandbox::number_in<double>(arguments[1]);
  if (!port || !seconds) {
    std::cerr << "usage: load_client PORT SECONDS TARGET...\n";
    return 2;
  }
  const targets all{arguments.begin() + 2, arguments.end()};
  bool good = true;
  for (std::size_t i = 0; i <= all.size(); ++i) {
    const double rate = rate_of(*port, *seconds, i < all.size() ? targets{all[i]} : all);
    std::cout << static_cast<std::int64_t>(rate) << ' ' << (i < all.size() ? all[i] : "all") << '\n';
    good = good && rate >= 0;
  }
  return good ? 0 : 1;
}
