#pragma once

#include "proto/failure.hpp"

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

/// JSON-RPC 2.0 on the control socket: one message a line, UTF-8, ended by \n,
/// parameters by name only, no batches. Reading never throws.
namespace proto {

/// Longest line that the daemon reads, bytes. Longer ones are answered with
/// rpc_code::invalid_request and the connection is closed.
inline constexpr std::size_t max_request_line = 4u << 20;

/// Codes of JSON-RPC 2.0, section 5.1. Failures of ours have −32000 − exit code.
namespace rpc_code {
inline constexpr int parse_error = -32700;      ///< not JSON
inline constexpr int invalid_request = -32600;  ///< not a request, too long, or a batch
inline constexpr int method_not_found = -32601; ///< no method of that name
inline constexpr int invalid_params = -32602;   ///< parameters missing, by position, or of a wrong type
} // namespace rpc_code

/// What a caller may do; each includes the ones before it.
enum class role { observe, operate, admin };
std::string_view word(role r); ///< observe, operate, admin

/// A call. `id` is text, a number, or null for a notification (not answered).
struct rpc_request {
  nlohmann::json id;
  std::string method;
  nlohmann::json params = nlohmann::json::object(); ///< always an object
};

struct rpc_error {
  int code = 0;
  std::string message; ///< one line for people
  nlohmann::json data; ///< the failure as JSON, or null
};

/// The answer to the request of that id: a result or an error.
struct rpc_reply {
  nlohmann::json id; ///< null if the request's could not be read
  std::variant<nlohmann::json, rpc_error> outcome;

  const nlohmann::json* result() const { return std::get_if<nlohmann::json>(&outcome); }
  const rpc_error* error() const { return std::get_if<rpc_error>(&outcome); }
};

enum class event_kind { job, layer, progress, note };
std::string_view word(event_kind kind); ///< job, layer, progress, note

/// The notification `event`: news for those who subscribed.
struct rpc_event {
  std::uint64_t seq = 0;    ///< grows by one an event since the daemon started
  std::int64_t time = 0;    ///< epoch milliseconds
  std::string job;          ///< id; empty if the news is of no job
  std::optional<int> layer; ///< index, if of one layer
  event_kind kind = event_kind::job;
  nlohmann::json view; ///< a job view; of a note {level, code, fields}
};

// Writing: one line with its \n. Broken UTF-8 inside is replaced.
std::string to_line(const rpc_request& request);
std::string to_line(const rpc_reply& reply);
std::string to_line(const rpc_event& event);

/// The daemon's side: a request, or the error reply that the line deserves.
std::variant<rpc_request, rpc_reply> read_request_line(std::string_view line);

/// The client's side: a reply or an event; nothing if the line is neither.
std::optional<std::variant<rpc_reply, rpc_event>> read_answer_line(std::string_view line);

/// A failure as the error of a reply, and back. What is not a failure of ours
/// comes back as invalidRequest with the error's message.
rpc_error to_rpc_error(const failure& f);
failure to_failure(const rpc_error& error);
rpc_reply error_reply(nlohmann::json id, int code, std::string message);

/// A method of the socket.
struct rpc_method {
  std::string_view name;
  role needs;              ///< least role that may call it
  std::string_view params; ///< members, `?` = optional
  std::string_view result;
  std::string_view summary; ///< one line
};
std::span<const rpc_method> rpc_methods();
const rpc_method* find_method(std::string_view name); ///< null if there is none
/// Result of `rpc.discover`: {methods: [{name, role, params, result, summary}]}.
nlohmann::json discover();

} // namespace proto
