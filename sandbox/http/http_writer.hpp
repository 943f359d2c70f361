#pragma once

#include <chrono>
#include <optional>
#include <stop_token>

#include "sandbox/http/byte_stream.hpp"
#include "sandbox/http/faults.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/http/request_log.hpp"

namespace sandbox {

/// False if the stop came first.
bool pause_for(std::chrono::milliseconds time, const std::stop_token& stop);

/// Sends one answer, spoiled by the fault if there is one. Files are streamed; texts are packed for a client that
/// accepts gzip. `keep_alive` is cleared where the connection must end.
served send_response(byte_stream& stream, const http_request& request, const http_response& response,
  const std::optional<fault>& spoil, const std::stop_token& stop, bool& keep_alive);

} // namespace sandbox
