#pragma once

#include "core/ports/disk.hpp"
#include "core/ports/operation.hpp"
#include "proto/record/export_task.hpp"
#include "proto/record/layer_record.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace core {

enum class http_method { get, post };

/// A request whose answer fits in memory.
struct small_request {
  std::string address; ///< absolute, without secrets
  http_method method = http_method::get;
  std::vector<std::pair<std::string, std::string>> form; ///< query of a GET, body of a POST; without token
  proto::parameter_sources secret_parameters; ///< added to the form while the request is sent, never over `form`
  std::string portal; ///< name of the job's portal in the configuration, or its address: whose sign-in may be used
  bool named_by_document = false; ///< the address came from a server or a web map: the allow rule of design 12 applies
  bool has_effect = false;        ///< creates something: fresh connection, never repeated by itself
  std::chrono::seconds time_limit{60};
  std::uint64_t max_bytes = 1u << 20; ///< of the decoded body
  bool operator==(const small_request&) const = default;
};

/// Why there is no HTTP answer to judge.
enum class transport_error {
  none,
  name_not_resolved,
  unreachable,
  refused_connection,
  timed_out,
  connection_lost,
  tls,              ///< certificate or handshake
  too_large,        ///< the body passed the limit
  address_refused,  ///< by the allow rule
  redirect_refused, ///< by rule, or more than 10
  captive_portal,   ///< somebody else's HTML answered
  sign_in,          ///< no token could be had; `words` says why
  protocol,         ///< not HTTP, a wrong range, a lying length
  disk,             ///< the part file could not be written
  stopped,          ///< the port is shutting down
};

/// An answer, exactly one a request.
struct reply {
  transport_error transport = transport_error::none;
  std::string words;                             ///< of the library or the rule, without secrets
  std::optional<proto::failure> sign_in_failure; ///< with transport_error::sign_in
  int status = 0;                                ///< HTTP status of the final answer
  std::string content_type;
  std::optional<std::chrono::seconds> retry_after; ///< read against the response's own Date
  std::string body;                                ///< decoded; of an artifact: the error body, at most 1 MiB
  std::string address;                             ///< that answered, without query
  bool ok() const { return transport == transport_error::none && status >= 200 && status < 300; }
};

/// A request whose answer goes to a part file, in ranges, with checkpoints.
struct artifact_request {
  std::string address;
  std::vector<std::pair<std::string, std::string>> form; ///< added to the query
  proto::parameter_sources secret_parameters;            ///< likewise, as of a small request
  std::string portal;
  bool named_by_document = true;
  std::shared_ptr<part_file> part;   ///< written by the transfer thread
  std::optional<std::uint64_t> size; ///< if a first response said it earlier
  proto::validator validator;
  proto::byte_ranges done; ///< durable ranges of the last committed checkpoint: the only truth
};

/// Events of an artifact, in this order: opened (again, if the file starts over),
/// written any number of times, ended once. All on the transfer thread; each
/// callback does one send and returns.
struct artifact_events {
  struct opened_info {
    std::optional<std::uint64_t> size;
    proto::validator validator;
    /// Earlier ranges are void: the file has changed or cannot be resumed. Nothing is
    /// written until confirm({}) says that the record no longer counts them: a crash in
    /// between must not leave old ranges over new bytes. `written({})` follows at once.
    bool starts_over = false;
    std::string note; ///< for the report: changed, noRanges, weakValidator; empty if nothing special
  };
  struct ended_info {
    bool complete = false;      ///< every byte written; what is not confirmed yet still needs a checkpoint
    proto::byte_ranges written; ///< of the whole file, this transfer and before
    reply answer;               ///< if not complete: why
  };
  std::function<void(opened_info)> opened;
  std::function<void(proto::byte_ranges written)> written; ///< ranges on disk but not yet durable included
  std::function<void(ended_info)> ended;
};

/// A running artifact transfer; destroying it cancels.
class transfer : public operation {
public:
  /// These ranges are durable and committed: a transfer paused for want of a
  /// checkpoint goes on.
  virtual void confirm(proto::byte_ranges durable) = 0;
};

/// What a host answered last, for telling "no network" from "one host is gone".
struct host_state {
  std::string origin;    ///< scheme://host[:port]
  bool answered = false; ///< any HTTP answer counts
  bool ever_resolved = false;
  std::int64_t at = 0; ///< epoch milliseconds
};

class transfers {
public:
  using answered = std::function<void(reply)>;

  virtual ~transfers() = default;
  virtual operation_ptr start(small_request request, answered done) = 0;
  virtual std::unique_ptr<transfer> start(artifact_request request, artifact_events events) = 0;
  /// Called on the transfer thread after every answer or failure to get one.
  virtual void watch_hosts(std::function<void(host_state)> changed) = 0;
};

} // namespace core
