#include "core/job_view.hpp"

namespace core {
namespace {

proto::layer_view view_of(const proto::layer_record& layer) {
  proto::layer_view view;
  view.index = layer.index;
  view.kind = kind_of(layer.task);
  view.service = service_of(layer.task);
  view.covers = layer.covers;
  view.phase = layer.phase;
  view.attempt = layer.attempt;
  view.waiting = layer.wait;
  view.failure = layer.failure;
  bool sized = !layer.artifacts.empty();
  std::uint64_t size = 0;
  for (const auto& file : layer.artifacts) {
    view.bytes_done += total(file.done);
    sized = sized && file.size.has_value();
    size += file.size.value_or(0);
    view.holds += file.holds;
  }
  if (sized)
    view.bytes_total = size;
  return view;
}

bool differ(const proto::layer_record& a, const proto::layer_record& b) {
  return a.phase != b.phase || a.attempt != b.attempt || a.wait != b.wait || a.failure != b.failure;
}

} // namespace

proto::job_view view_of(const job_state& state, const std::map<int, double>& percent) {
  const auto& job = state.job;
  proto::job_view view;
  view.id = job.id;
  view.title = job.title;
  view.phase = job.phase;
  view.desired = job.desired;
  view.target = job.request.download_directory;
  view.progress = progress_of(job, state.layers);
  view.waiting = state.wait;
  view.layer_errors = job.layer_errors;
  view.table_errors = job.table_errors;
  view.failure = job.failure;
  view.created_at = job.created_at;
  view.ended_at = job.ended_at;
  for (const auto& layer : state.layers) {
    view.layers.push_back(view_of(layer));
    view.bytes_received += layer.bytes_received;
    for (const auto& [reason, bytes] : layer.bytes_wasted)
      view.bytes_wasted[reason] += bytes;
    auto told = percent.find(layer.index);
    if (told != percent.end() && layer.phase == proto::layer_phase::polling)
      view.layers.back().server_percent = told->second;
  }
  return view;
}

bool visibly_differs(const job_state& before, const job_state& after) {
  if (before.job != after.job || before.wait != after.wait || before.layers.size() != after.layers.size())
    return true;
  for (std::size_t i = 0; i < after.layers.size(); ++i)
    if (differ(before.layers[i], after.layers[i]))
      return true;
  return false;
}

} // namespace core
