#pragma once

#include "core/exports/export_protocol.hpp"
#include "core/ports/disk.hpp"
#include "core/ports/observer.hpp"
#include "core/ports/transfers.hpp"
#include "proto/record/layer_record.hpp"
#include "proto/record/ledger_record.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace core {

/// What can happen to a layer.
namespace layer_events {

/// Started, restarted, or a wait is over: enter the phase of the record.
struct entered {
  bool retry = false; ///< a person asked for it: waits without an end are left too
};
/// The answer to the request of an `ask` effect.
struct answered {
  small_request asked;
  core::reply reply;
};
struct part_opened {
  proto::result<std::shared_ptr<part_file>> part;
};
/// First response of the file's transfer (artifact_events).
struct opened {
  artifact_events::opened_info info;
};
/// Bytes reached the part file.
struct written {
  proto::byte_ranges ranges;
};
/// The transfer is over.
struct ended {
  artifact_events::ended_info info;
};
/// Time to look whether a checkpoint is due.
struct checkpoint_due {};
/// The part was made durable; `ranges` were on it when that began.
struct synced {
  proto::byte_ranges ranges;
  proto::outcome outcome;
};
struct checked {
  proto::result<check_report> report;
};
/// The part has its final name.
struct finished {
  proto::outcome outcome;
};
/// What every host answered last, asked for when one stays silent for long.
struct hosts_known {
  std::vector<host_state> hosts;
};

} // namespace layer_events

using layer_event = std::variant<layer_events::entered, layer_events::answered, layer_events::part_opened,
  layer_events::opened, layer_events::written, layer_events::ended, layer_events::checkpoint_due, layer_events::synced,
  layer_events::checked, layer_events::finished, layer_events::hosts_known>;

/// What a layer does once its step is durable.
namespace layer_effects {

// A layer has one activity at a time. Each of these starts one, and thereby
// ends the one before, with everything that is still under way for it.

/// Sends a request; comes back as `answered`.
struct ask {
  small_request request;
};
/// Opens the part of the file in turn; comes back as `part_opened`.
struct open_part {
  part_ref part;
  bool anew = false; ///< remove what is there first
};
/// Starts the file's transfer; comes back as `opened`, `written`, `ended`.
struct fetch {
  artifact_request request;
};
struct check {
  part_ref part;
  check_request request;
  std::optional<std::uint64_t> size;
};
struct finish {
  part_ref part;
  std::string final_name;
};
/// Comes back as `entered` after this time, or at a wake that ends the record's
/// wait (ends_wait).
struct wait {
  std::chrono::milliseconds time{0};
};
/// Knocks at the portal, then comes back as `hosts_known`.
struct look_around {};

// These accompany the activity.

/// Comes back as `synced`.
struct sync {
  part_ref part;
  proto::byte_ranges ranges;
};
/// Tells the transfer which ranges are durable and committed.
struct confirm {
  proto::byte_ranges ranges;
};
/// Comes back as `checkpoint_due`.
struct look_at_checkpoint {
  std::chrono::milliseconds time{0};
};
/// Asks a server to stop a job that we gave up; the answer does not matter.
struct cancel_server_job {
  small_request request;
};
/// Removes a part that nothing refers to any more; the outcome does not matter.
struct discard {
  part_ref part;
};
/// The server job's own progress, 0..100.
struct show_percent {
  double percent = 0;
};
struct note {
  note_level level = note_level::info;
  std::string code;
  std::string text;
};

} // namespace layer_effects

using layer_effect = std::variant<layer_effects::ask, layer_effects::open_part, layer_effects::fetch,
  layer_effects::check, layer_effects::finish, layer_effects::wait, layer_effects::look_around, layer_effects::sync,
  layer_effects::confirm, layer_effects::look_at_checkpoint, layer_effects::cancel_server_job, layer_effects::discard,
  layer_effects::show_percent, layer_effects::note>;

} // namespace core
