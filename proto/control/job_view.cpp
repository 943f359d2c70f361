#include "proto/control/job_view.hpp"

#include "proto/record/fields.hpp"

#include <algorithm>

namespace proto {
namespace {

double downloaded(const layer_record& layer) {
  if (layer.artifacts.empty())
    return 0;
  double files = 0;
  for (const auto& artifact : layer.artifacts) {
    if (!artifact.final_name.empty())
      files += 1;
    else if (artifact.size && *artifact.size > 0)
      files += std::min(1.0, static_cast<double>(total(artifact.done)) / static_cast<double>(*artifact.size));
  }
  return files / static_cast<double>(layer.artifacts.size());
}

/// 0..1. Waiting for the server is a third of the way, the download most of the rest.
double progress_of(const layer_record& layer) {
  switch (layer.phase) {
  case layer_phase::planned: return 0;
  case layer_phase::submitting: return 0.05;
  case layer_phase::polling: return 0.10;
  // With several files, verifying one is followed by downloading the next.
  case layer_phase::downloading:
  case layer_phase::verifying: return 0.30 + 0.60 * downloaded(layer);
  case layer_phase::done:
  case layer_phase::failed: return 1;
  }
  return 0;
}

} // namespace

std::optional<int> job_view::exit_code() const {
  switch (phase) {
  case job_phase::done: return has_errors() ? 3 : 0;
  case job_phase::failed: return failure ? kind_of(failure->code).exit_code : 1;
  case job_phase::cancelled: return 13;
  default: return {};
  }
}

double progress_of(const job_record& job, const std::vector<layer_record>& layers) {
  double mean = 0;
  for (const auto& layer : layers)
    mean += progress_of(layer) / static_cast<double>(layers.size());
  switch (job.phase) {
  case job_phase::queued: return 0;
  case job_phase::planning: return 1;
  case job_phase::assembling: return 97;
  case job_phase::done: return 100;
  default: return 2 + 94 * std::min(mean, 1.0);
  }
}

nlohmann::json to_json(const job_view& view) {
  auto json = write_fields(view, field_writer::absent::null);
  json["hasErrors"] = view.has_errors();
  return json;
}

result<job_view> read_job_view(const nlohmann::json& json) {
  return read_fields<job_view>(json, failure_code::invalid_response, "reading a job");
}

} // namespace proto
