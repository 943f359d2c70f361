#pragma once

#include <string>

#include "sandbox/http/byte_stream.hpp"
#include "sandbox/http/http_message.hpp"

namespace sandbox {

/// Reads the requests of one connection, one after the other (HTTP/1.1, RFC 9112). Bodies are forms
/// and need a length; heads are limited to 64 KiB and bodies to 4 MiB.
class http_reader {
public:
  enum class result { request, closed, refused };

  explicit http_reader(byte_stream& stream) : stream_{stream} {}

  /// After `refused`, `refusal` is the status to answer with before the connection ends.
  result next(http_request& request);
  int refusal() const { return refusal_; }

private:
  bool fill();
  result refuse(int status);
  result read_body(http_request& request);

  byte_stream& stream_;
  std::string buffer_; ///< received and not yet used
  int refusal_ = 400;
};

} // namespace sandbox
