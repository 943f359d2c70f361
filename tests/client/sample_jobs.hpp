#pragma once

#include "proto/control/job_view.hpp"

/// Views of one job at different times, all at this moment.
namespace sample {

constexpr std::int64_t now = 1'700'000'000'000;

inline proto::layer_view layer(int index, proto::export_kind kind, const std::string& title) {
  proto::layer_view view;
  view.index = index;
  view.kind = kind;
  view.service = "https://gis.example/arcgis/rest/services/S" + std::to_string(index);
  view.covers = {
    {.id = "l" + std::to_string(index), .title = title, .pointer = {}, .service_layer = 0, .is_table = false}};
  view.attempt = 1;
  return view;
}

inline proto::job_view running() {
  using enum proto::layer_phase;
  proto::job_view job;
  job.id = "01HF0000000000000000000000";
  job.title = "Canyonlands field map";
  job.phase = proto::job_phase::running;
  job.target = "/var/lib/mapferry/maps/central";
  job.progress = 42.9;
  job.created_at = now - 600'000;
  auto features = layer(0, proto::export_kind::feature_sync, "Inspections");
  features.covers.push_back({.id = "l9", .title = "Counties", .pointer = {}, .service_layer = 1, .is_table = false});
  features.phase = downloading;
  features.bytes_done = 12'400'000;
  features.bytes_total = 22'000'000;
  auto raster = layer(1, proto::export_kind::raster_tiles, "Topographic");
  raster.phase = polling;
  raster.server_percent = 40;
  auto vector = layer(2, proto::export_kind::vector_tiles, "Streets");
  vector.phase = submitting;
  vector.waiting = proto::wait_record{.reason = "network",
    .since = now - 125'000,
    .until = now + 3'600'000 * 3,
    .next = "ask again in 30 s",
    .failure = {}};
  job.layers = {features, raster, vector};
  return job;
}

} // namespace sample
