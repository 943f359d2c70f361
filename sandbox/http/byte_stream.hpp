#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "sandbox/http/socket.hpp"

struct ssl_ctx_st;

namespace sandbox {

/// One connection, plain or encrypted. Closing is destruction, without a farewell: a client must not
/// take a cut for an end.
class byte_stream {
public:
  virtual ~byte_stream() = default;
  /// Bytes read, at least one; 0 at the end, after an error and when the time limit has passed.
  virtual std::size_t read(char* into, std::size_t size) = 0;
  /// Everything, or false.
  bool write(std::string_view bytes);
  /// The socket below, for shutting it down from another thread.
  virtual int descriptor() const = 0;

private:
  /// Bytes sent, at least one, or not more than 0 after an error.
  virtual std::ptrdiff_t send_some(std::string_view bytes) = 0;
};

std::unique_ptr<byte_stream> plain_stream(unique_fd client);

/// The server's certificate and key.
class tls_identity {
public:
  static outcome<tls_identity> from_pem(const std::string& certificate, const std::string& key);
  /// Nothing if the handshake fails.
  std::unique_ptr<byte_stream> greet(unique_fd client) const;

private:
  explicit tls_identity(std::shared_ptr<ssl_ctx_st> context) : context_{std::move(context)} {}
  std::shared_ptr<ssl_ctx_st> context_;
};

} // namespace sandbox
