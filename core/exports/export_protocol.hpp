#pragma once

#include "core/ports/disk.hpp"
#include "core/ports/transfers.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace core {

/// Answers of a service, read.
namespace exported {

/// The server job runs; ask `status_address` again. `percent` if it told.
struct running {
  std::string status_address;
  std::optional<double> percent;
  std::string words; ///< the server's state word
};
/// The job has ended well, but one more small request leads to the file
/// (paramUrl, folder listing).
struct follow {
  small_request next;
};
/// The files, absolute addresses. Foreign addresses with a query are secrets:
/// they are used but not stored.
struct ready {
  std::vector<std::string> addresses;
  std::string name; ///< replica name as returned, empty for tiles
  std::string replica_id;
};
/// Refused, failed or unreadable. `kind` decides what happens next (retry.hpp).
struct failed {
  proto::failure failure;
  bool job_lost = false;   ///< the server does not know the job any more
  bool job_failed = false; ///< the server's job itself ended in failure
};

} // namespace exported

using export_answer = std::variant<exported::running, exported::follow, exported::ready, exported::failed>;

/// How one kind of service is asked for a file. Pure functions of the record
/// and an answer; the record's phase is not looked at.
class export_protocol {
public:
  virtual ~export_protocol() = default;

  /// The export request; `record.attempt` and `record.name` belong to it.
  virtual small_request submit(const proto::layer_record& record, const std::string& portal) const = 0;
  virtual export_answer read_submit(const proto::layer_record& record, const reply& answer) const = 0;

  /// Asks where the server job stands.
  virtual small_request poll(const proto::layer_record& record, const std::string& portal) const = 0;
  /// Also reads the answers of `follow` requests; `asked` is the request.
  virtual export_answer read_poll(
    const proto::layer_record& record, const small_request& asked, const reply& answer) const = 0;

  /// What the downloaded file must be.
  virtual check_request checks(const proto::layer_record& record) const = 0;

  /// Asks the server to stop a running job; nothing where it cannot.
  virtual std::optional<small_request> cancel(const proto::layer_record& record, const std::string& portal) const = 0;
};

const export_protocol& protocol_of(proto::export_kind kind);

/// Releasing replicas (feature services only). What a layer that has left the
/// replica behind was asked for: enough of it to speak with its service.
proto::feature_sync_task task_of(const proto::ledger_record& entry);
small_request list_replicas(const proto::ledger_record& entry);
small_request unregister_replica(const proto::ledger_record& entry, const std::string& replica_id);
/// Success, also where the service does not know the replica.
proto::outcome read_unregister(const reply& answer);

/// Whether a replica on a server is one of an attempt of ours: the name itself
/// or with the server's own `_<digits>` behind it.
bool is_replica_of(const std::string& replica_name, const std::string& asked_name);

/// `<install>-<job>-<layer>-<attempt>`
std::string replica_name(const std::string& install_id, const std::string& job, int layer, std::uint32_t attempt);

} // namespace core
