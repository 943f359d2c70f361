#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "sandbox/base/outcome.hpp"

namespace sandbox {

/// Owns a file descriptor.
class unique_fd {
public:
  unique_fd() = default;
  explicit unique_fd(int fd) : fd_{fd} {}
  ~unique_fd() { reset(); }
  unique_fd(unique_fd&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
  unique_fd& operator=(unique_fd&& other) noexcept;

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  void reset();

private:
  int fd_ = -1;
};

/// A listening TCP socket. Port 0 = any free one.
outcome<unique_fd> listen_on(const std::string& host, std::uint16_t port);
std::uint16_t port_of(const unique_fd& listener);

struct accepted_client {
  unique_fd fd;
  std::string peer; ///< its address as text
};

/// One waiting client, with TCP_NODELAY and time limits of a minute for both directions. Nothing if the wait was
/// in vain (the client went away, descriptors ran out).
outcome<accepted_client> accept_from(const unique_fd& listener);

} // namespace sandbox
