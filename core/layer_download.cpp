// Downloading and verifying: from addresses to checked files with final names.
#include "core/addresses.hpp"
#include "core/checkpoint_rules.hpp"
#include "core/layer_turn.hpp"
#include "core/ledger_rules.hpp"
#include "core/service_parameters.hpp"

#include <algorithm>

namespace core {

using proto::failure_code;
using proto::layer_phase;
using proto::ledger_state;

namespace {

std::string last_segment(std::string_view address) {
  address = address.substr(0, address.find_first_of("?#"));
  return std::string{address.substr(address.rfind('/') + 1)};
}

std::string stem_of(const std::string& part_name) { return part_name.substr(0, part_name.rfind('.')); }

} // namespace

/// The server job has ended well. Files that are already under way keep what
/// they have, if these are the same files again.
void layer_turn::take_addresses(const exported::ready& answer) {
  auto& layer = record();
  auto earlier = std::move(layer.artifacts);
  layer.artifacts.clear();
  for (std::size_t i = 0; i < answer.addresses.size(); ++i) {
    proto::artifact_record file;
    if (i < earlier.size() && earlier[i].service_name == last_segment(answer.addresses[i]))
      file = earlier[i];
    else if (i < earlier.size())
      waste(layer, "newExport", total(earlier[i].done));
    file.address = storable_address(answer.addresses[i], service());
    file.service_name = last_segment(answer.addresses[i]);
    if (file.final_name.empty())
      file.part_name = part_stem(layer.job, layer.index, layer.attempt, i) + ".part";
    layer.artifacts.push_back(std::move(file));
  }
  if (layer.artifacts.empty())
    return attempt_failed(failure(failure_code::invalid_response, "reading the export's result"));
  moved_on();
  state().addresses = answer.addresses;
  if (!answer.name.empty())
    layer.name = answer.name;
  if (!answer.replica_id.empty())
    layer.replica_id = answer.replica_id;
  write(ledger_entry(layer, ledger_state::exists, context_.setting, context_.now));
  layer.phase = layer_phase::downloading;
  enter_downloading();
}

// Downloading ---------------------------------------------------------------------

void layer_turn::enter_downloading() {
  auto* file = current();
  if (file == nullptr)
    return next_file();
  auto index = static_cast<std::size_t>(file - record().artifacts.data());
  if (index >= state().addresses.size() && file->address.empty()) {
    if (record().server_job.address.empty()) {
      // Answered at once with a signed address, which a restart has forgotten.
      leave_attempt(ledger_state::to_release);
      return begin_attempt();
    }
    record().phase = layer_phase::polling;
    return enter_polling();
  }
  if (file->size && total(file->done) == *file->size && *file->size > 0) {
    record().phase = layer_phase::verifying;
    return enter_verifying();
  }
  then(layer_effects::open_part{part_of(*file), file->done.empty()});
}

void layer_turn::on(const layer_events::part_opened& event) {
  auto* file = current();
  if (!event.part)
    return retry_or_fail({reason::disk, event.part.error(), std::nullopt, {}});
  auto index = static_cast<std::size_t>(file - record().artifacts.data());
  artifact_request request;
  request.address = index < state().addresses.size() ? state().addresses[index] : file->address;
  request.portal = context_.setting.portal;
  request.part = *event.part;
  request.size = file->size;
  request.validator = file->validator;
  request.done = file->done;
  append_parameters(
    request, {proto::parameters_of(record().task), proto::secret_parameters_of(record().task)}, service());
  state().written = file->done;
  state().syncing = false;
  state().sync_is_void = false;
  state().looking = false;
  state().checkpoint_at = context_.now;
  state().ended.reset();
  then(layer_effects::fetch{std::move(request)});
}

void layer_turn::on(const layer_events::opened& event) {
  auto* file = current();
  record().wait.reset();
  file->validator = event.info.validator;
  if (event.info.size || event.info.starts_over)
    file->size = event.info.size;
  if (event.info.starts_over) {
    waste(record(), event.info.note, total(file->done));
    file->done.clear();
    state().written.clear();
    state().sync_is_void = state().syncing;
    then(layer_effects::confirm{{}});
  }
  if (!event.info.note.empty()) {
    if (std::find(record().notes.begin(), record().notes.end(), event.info.note) == record().notes.end())
      record().notes.push_back(event.info.note);
    note(note_level::info, "downloadStarted", event.info.note);
  }
}

void layer_turn::on(const layer_events::written& event) {
  state().written = event.ranges;
  look_at_checkpoint();
}

void layer_turn::on(const layer_events::ended& event) {
  if (event.info.answer.transport == transport_error::stopped && !event.info.complete)
    return;
  state().written = event.info.written;
  state().ended = event.info;
  if (state().written == current()->done)
    return transfer_settled();
  look_at_checkpoint();
}

void layer_turn::on(const layer_events::checkpoint_due&) {
  state().looking = false;
  look_at_checkpoint();
}

void layer_turn::look_at_checkpoint() {
  if (state().syncing || state().written == current()->done)
    return;
  auto uncovered = total(state().written) - std::min(total(state().written), total(current()->done));
  auto pause =
    state().ended ? std::chrono::milliseconds{0} : time_to_checkpoint(uncovered, context_.now - state().checkpoint_at);
  if (pause.count() == 0) {
    state().syncing = true;
    then(layer_effects::sync{part_of(*current()), state().written});
  } else if (!state().looking) {
    state().looking = true;
    then(layer_effects::look_at_checkpoint{pause});
  }
}

/// A checkpoint: the bytes are durable, now the record may count them.
void layer_turn::on(const layer_events::synced& event) {
  auto* file = current();
  state().syncing = false;
  if (event.outcome) // what was written since the last checkpoint may be lost: start from there
    return retry_or_fail({reason::disk, *event.outcome, std::nullopt, {}});
  if (std::exchange(state().sync_is_void, false))
    return look_at_checkpoint();
  auto before = total(file->done);
  auto after = total(event.ranges);
  if (after > before) {
    record().bytes_received += after - before;
    state().tries = 0;
    state().server_errors = 0;
    state().refreshed = false;
  }
  file->done = event.ranges;
  state().checkpoint_at = context_.now;
  then(layer_effects::confirm{event.ranges});
  if (state().ended && state().written == file->done)
    return transfer_settled();
  look_at_checkpoint();
}

void layer_turn::transfer_settled() {
  auto end = *std::exchange(state().ended, std::nullopt);
  if (!end.complete)
    return download_failed(end.answer);
  current()->size = total(current()->done);
  record().phase = layer_phase::verifying;
  enter_verifying();
}

void layer_turn::download_failed(const reply& answer) {
  static const std::string during = "downloading the export";
  auto why = trouble_of(answer, during, answer.address.empty() ? service() : answer.address);
  if (!why)
    return retry_or_fail(
      {reason::server_error, failure(failure_code::invalid_response, during), answer.retry_after, service()});
  bool gone =
    answer.transport == transport_error::none && (answer.status == 403 || answer.status == 404 || answer.status == 410);
  if (gone || why->reason == reason::lost || why->reason == reason::refused)
    return address_expired(why->failure);
  retry_or_fail(*why);
}

/// Signed addresses die: the server job gives a new one. Only when that one is
/// refused too, without a byte in between, is the file gone.
void layer_turn::address_expired(const proto::failure& why) {
  if (state().refreshed || record().server_job.address.empty())
    return attempt_failed(why);
  state().refreshed = true;
  state().addresses.clear();
  record().phase = layer_phase::polling;
  enter_polling();
}

// Verifying -----------------------------------------------------------------------

void layer_turn::enter_verifying() {
  auto* file = current();
  if (file == nullptr)
    return next_file();
  if (!file->final_name.empty())
    return then(layer_effects::finish{part_of(*file), file->final_name});
  then(layer_effects::check{part_of(*file), protocol().checks(record()), file->size});
}

/// What the check found is durable before the part gets its final name, so that
/// a restart in between knows which name to look for.
void layer_turn::on(const layer_events::checked& event) {
  auto* file = current();
  if (!event.report) {
    auto code = event.report.error().code;
    if (code == failure_code::disk_full || code == failure_code::disk_error)
      return retry_or_fail({reason::disk, event.report.error(), std::nullopt, {}});
    return damaged(event.report.error());
  }
  const auto& report = *event.report;
  moved_on();
  file->final_name = stem_of(file->part_name) + "." + report.extension;
  file->sha256 = report.sha256;
  file->bytes = report.bytes;
  const auto* sync = std::get_if<proto::feature_sync_task>(&record().task);
  file->holds = sync && sync->request.return_attachments ? 0 : report.rows; // what pictures weigh teaches nothing
  for (const auto& [level, tiles] : report.tiles)
    file->holds += tiles;
  file->item_ids = report.item_ids;
  if (record().replica_id.empty() && !report.replica_id.empty()) {
    record().replica_id = report.replica_id;
    write(ledger_entry(record(), ledger_state::exists, context_.setting, context_.now));
  }
  for (const auto& remark : report.notes)
    record().notes.push_back(remark);
  enter_verifying();
}

void layer_turn::damaged(const proto::failure& why) {
  note(note_level::warning, "fileDamaged", describe(why));
  if (record().redownloads > 0)
    return attempt_failed(why);
  ++record().redownloads;
  auto* file = current();
  waste(record(), "damaged", total(file->done));
  file->done.clear();
  file->size.reset();
  file->validator = {};
  file->final_name.clear();
  record().phase = layer_phase::downloading;
  enter_downloading();
}

void layer_turn::on(const layer_events::finished& event) {
  if (event.outcome && event.outcome->code == failure_code::damaged)
    return damaged(*event.outcome); // the checked part is not there any more
  if (event.outcome)
    return retry_or_fail({reason::disk, *event.outcome, std::nullopt, {}});
  moved_on();
  record().redownloads = 0; // the next file has its own
  current()->part_name.clear();
  next_file();
}

void layer_turn::next_file() {
  if (current() != nullptr) {
    record().phase = layer_phase::downloading;
    return enter_downloading();
  }
  record().phase = layer_phase::done;
  record().wait.reset();
  if (!proto::keeps_replica(record().task))
    write(ledger_entry(record(), ledger_state::to_release, context_.setting, context_.now));
}

} // namespace core
