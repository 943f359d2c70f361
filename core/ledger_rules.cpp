#include "core/ledger_rules.hpp"

#include "core/exports/export_protocol.hpp"
#include "core/layer_machine.hpp"

namespace core {

std::optional<proto::ledger_record> ledger_entry(
  const proto::layer_record& layer, proto::ledger_state state, const layer_setting& setting, std::int64_t now) {
  if (kind_of(layer.task) != proto::export_kind::feature_sync || layer.attempt == 0)
    return std::nullopt;
  proto::ledger_record entry;
  entry.name = replica_name(setting.install_id, layer.job, layer.index, layer.attempt);
  entry.job = layer.job;
  entry.layer = layer.index;
  entry.service = service_of(layer.task);
  entry.portal = setting.portal;
  entry.parameters = parameters_of(layer.task);
  entry.status_address = layer.server_job.address;
  entry.replica_id = layer.replica_id;
  entry.state = state;
  entry.changed_at = now;
  return entry;
}

} // namespace core
