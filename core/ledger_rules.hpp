#pragma once

#include "core/ports/job_store.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace core {

struct layer_setting;

/// The ledger entry of a layer's current attempt. Nothing for what leaves nothing on a
/// server (tile exports expire by themselves), and for a layer that has asked for nothing yet.
std::optional<proto::ledger_record> ledger_entry(
  const proto::layer_record& layer, proto::ledger_state state, const layer_setting& setting, std::int64_t now);

/// What the releaser takes over when the daemon starts.
struct inherited_entries {
  std::vector<proto::ledger_record> entries;
  store_batch changed; ///< to commit; where that fails, the next start finds the same again
};

/// The entries to release and those of jobs that have ended; what a job still works
/// with is left to it. An attempt whose job record is damaged will be in no package,
/// and nobody else would ever give it back: it is to be released. `now` in epoch
/// milliseconds.
inherited_entries inherited_by_releaser(const stored_state& stored, std::int64_t now);

} // namespace core
