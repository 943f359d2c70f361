#pragma once

#include <cstdint>

#include "sandbox/http/http_message.hpp"

namespace sandbox {

/// Which bytes of a file answer a request, and under which head.
struct file_answer {
  int status = 200; ///< 200, 206 or 416
  header_map headers;
  std::uint64_t first = 0;
  std::uint64_t length = 0; ///< 0 with 416
};

/// Range and If-Range by RFC 9110 13 and 14. One range is honoured; several, a malformed one and an If-Range that
/// does not match give the whole file. Weak validators never match.
file_answer answer_for(const file_on_offer& file, const http_request& request);

} // namespace sandbox
