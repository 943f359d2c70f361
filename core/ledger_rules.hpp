#pragma once

#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace core {

struct layer_setting;

/// The ledger entry of a layer's current attempt. Nothing for tile exports, which
/// expire by themselves, and for a layer that has asked for nothing yet.
std::optional<proto::ledger_record> ledger_entry(
  const proto::layer_record& layer, proto::ledger_state state, const layer_setting& setting, std::int64_t now);

} // namespace core
