#include "core/ledger_rules.hpp"

#include "core/exports/export_protocol.hpp"
#include "core/layer_machine.hpp"

#include <algorithm>

namespace core {

using proto::ledger_state;

namespace {

bool lost_its_job(const proto::ledger_record& entry, const stored_state& stored) {
  return std::any_of(stored.quarantine.begin(), stored.quarantine.end(),
    [&](const quarantined& lost) { return lost.table == "job" && lost.key == entry.job; });
}

bool is_in_work(const proto::ledger_record& entry, const stored_state& stored) {
  return std::any_of(stored.jobs.begin(), stored.jobs.end(),
    [&](const proto::job_record& job) { return job.id == entry.job && !proto::is_final(job.phase); });
}

} // namespace

std::optional<proto::ledger_record> ledger_entry(
  const proto::layer_record& layer, proto::ledger_state state, const layer_setting& setting, std::int64_t now) {
  if (!proto::registers_replica(layer.task) || layer.attempt == 0)
    return std::nullopt;
  proto::ledger_record entry;
  entry.name = replica_name(setting.install_id, layer.job, layer.index, layer.attempt);
  entry.job = layer.job;
  entry.layer = layer.index;
  entry.service = service_of(layer.task);
  entry.portal = setting.portal;
  entry.parameters = parameters_of(layer.task);
  entry.secret_parameters = secret_parameters_of(layer.task);
  entry.status_address = layer.server_job.address;
  entry.replica_id = layer.replica_id;
  entry.state = state;
  entry.changed_at = now;
  return entry;
}

inherited_entries inherited_by_releaser(const stored_state& stored, std::int64_t now) {
  inherited_entries inherited;
  for (auto entry : stored.ledger) {
    const bool unfinished = entry.state == ledger_state::intended || entry.state == ledger_state::exists;
    if (unfinished && lost_its_job(entry, stored)) {
      entry.state = ledger_state::to_release;
      entry.changed_at = now;
      inherited.changed.ledger.push_back(entry);
    }
    if (entry.state == ledger_state::to_release || !is_in_work(entry, stored))
      inherited.entries.push_back(std::move(entry));
  }
  return inherited;
}

} // namespace core
