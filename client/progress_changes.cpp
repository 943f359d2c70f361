#include "client/progress_view.hpp"

#include "client/text_units.hpp"
#include "proto/text.hpp"

namespace client {
namespace {

using proto::layer_view;

int step_of(const layer_view& layer) {
  if (!layer.bytes_total || *layer.bytes_total == 0)
    return 0;
  return static_cast<int>(10 * layer.bytes_done / *layer.bytes_total);
}

std::string reason_of(const std::optional<proto::wait_record>& wait) { return wait ? wait->reason : ""; }

std::string wait_change(const std::optional<proto::wait_record>& wait) {
  if (!wait)
    return "goes on";
  return "waits: " + proto::printable(wait->reason)
    + (wait->next.empty() ? "" : "; next: " + proto::printable(wait->next))
    + (wait->failure ? "; " + proto::describe(*wait->failure) : "");
}

void layer_changes(const layer_view* before, const layer_view& after, std::vector<std::string>& lines) {
  const auto name = "layer " + std::to_string(after.index) + " " + layer_name(after) + ": ";
  const bool new_phase = !before || before->phase != after.phase || before->attempt != after.attempt;
  const bool new_step = before && after.phase == proto::layer_phase::downloading && step_of(*before) != step_of(after);
  if (new_phase || new_step) {
    auto line = name + std::string(word(after.phase));
    if (const auto bytes = bytes_of(after.bytes_done, after.bytes_total); !bytes.empty())
      line += " " + bytes;
    if (after.attempt > 1)
      line += " (attempt " + std::to_string(after.attempt) + ")";
    if (after.failure && after.phase == proto::layer_phase::failed)
      line += ": " + proto::describe(*after.failure);
    lines.push_back(line);
  }
  if (reason_of(before ? before->waiting : std::nullopt) != reason_of(after.waiting))
    lines.push_back(name + wait_change(after.waiting));
}

const layer_view* find(const proto::job_view* job, int index) {
  if (job)
    for (const auto& layer : job->layers)
      if (layer.index == index)
        return &layer;
  return nullptr;
}

std::string error_line(const char* what, const proto::layer_error& error) {
  return std::string("  ") + what + " " + proto::printable(error.title.empty() ? error.id : error.title) + ": "
    + proto::describe(error.failure);
}

} // namespace

std::vector<std::string> describe_changes(const proto::job_view* before, const proto::job_view& after) {
  std::vector<std::string> lines;
  if (!before || phase_text(*before) != phase_text(after))
    lines.push_back("job " + proto::printable(after.id) + ": " + phase_text(after));
  if (reason_of(before ? before->waiting : std::nullopt) != reason_of(after.waiting))
    lines.push_back("job " + proto::printable(after.id) + ": " + wait_change(after.waiting));
  for (const auto& layer : after.layers)
    layer_changes(find(before, layer.index), layer, lines);
  return lines;
}

std::vector<progress_line> describe_ending(const proto::job_view& job) {
  std::vector<progress_line> lines;
  if (job.phase == proto::job_phase::done)
    lines.push_back(
      {"package: " + proto::printable(job.target) + " (" + bytes_text(job.bytes_received) + " received)", tone::done});
  for (const auto& error : job.layer_errors)
    lines.push_back({error_line("without layer", error), tone::failed});
  for (const auto& error : job.table_errors)
    lines.push_back({error_line("without table", error), tone::failed});
  if (job.failure)
    lines.push_back(
      {(job.phase == proto::job_phase::cancelled ? "cancelled: " : "failed: ") + proto::describe(*job.failure),
        tone::failed});
  if (const auto help = job.failure ? proto::kind_of(job.failure->code).hint : std::string_view(); !help.empty())
    lines.push_back({"hint: " + std::string(help), tone::plain}); // the failure's own is told above
  return lines;
}

} // namespace client
