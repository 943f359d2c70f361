#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/base/job_state.hpp"
#include "sandbox/base/outcome.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/http/path_pattern.hpp"

namespace sandbox {

// A fault script is a list of rules:
//
//   - path: /exportTiles$    POSIX extended regular expression, searched in the decoded path
//     method: POST           optional
//     nth: 2                 which of the requests that match path and method: 2, "2-4" or "3-"; absent = each
//     action: drop           one of the words below
//     bytes: 1000            the action's own keys
//
// The first rule whose turn it is acts; every rule counts all requests that match it.
//
//   refuse         the connection ends; the request is not carried out
//   drop           it is carried out, the connection ends after `bytes` bytes of the body;
//                  without `bytes` not even the head is sent
//   status         not carried out; HTTP `code`, with `retryAfter` seconds (optional)
//   error          not carried out; HTTP 200 with an ArcGIS error: `code`, `message`
//   loginPage      not carried out; HTTP 200 with an HTML page
//   changedEtag    the file bears another ETag than before
//   wrongLength    Content-Length is `add` too large; the connection ends with the true body
//   slow           `bytesPerSecond`
//   delay          carried out after `seconds`
//   lostJob        the server job that the path names is forgotten first
//   endJob         the server job that the path names is first put into `state` for good, with `message`: Failed,
//                  TimedOut, CompletedWithErrors, Cancelled, Deleted; also Executing ..., which then never ends
//   expiredToken   the token of the request ends first
enum class fault_kind {
  refuse,
  drop,
  status,
  error,
  login_page,
  changed_etag,
  wrong_length,
  slow,
  delay,
  lost_job,
  end_job,
  expired_token
};

struct fault {
  fault_kind kind = fault_kind::refuse;
  std::string word;                   ///< as in the script, for the log
  std::optional<std::uint64_t> bytes; ///< drop
  int code = 500;                     ///< status, error
  std::string message = "Unable to complete operation.";
  int retry_after = -1;  ///< seconds; -1 = not said
  std::uint64_t add = 1; ///< wrong_length
  std::uint64_t bytes_per_second = 1024;
  std::chrono::milliseconds delay{1000};
  job_state state = job_state::failed; ///< end_job
};

struct fault_rule {
  path_pattern path;
  std::string method;
  std::uint64_t first = 1;
  std::uint64_t last = UINT64_MAX;
  fault does;
};

/// A problem names the line.
outcome<std::vector<fault_rule>> read_fault_rules(const std::string& yaml);

/// Counts the requests and says which of them go wrong. Safe for several threads.
class fault_plan {
public:
  explicit fault_plan(std::vector<fault_rule> rules);
  std::optional<fault> next(const http_request& request);

private:
  std::vector<fault_rule> rules_;
  std::mutex mutex_;
  std::vector<std::uint64_t> seen_; ///< by rule
};

} // namespace sandbox
