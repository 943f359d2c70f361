#pragma once

#include "io/store/lmdb_store.hpp"
#include "tests/support/scratch_directory.hpp"

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace io {

inline proto::envelope sample_area() {
  return {-110.2, 37.9, -109.6, 38.6, {.wkid = 4326, .latest_wkid = 4326, .wkt = {}}};
}

inline proto::job_record sample_job(const std::string& id, const std::string& title = "Central") {
  proto::job_record job;
  job.id = id;
  job.request.portal = "https://portal.example";
  job.request.item = "0123456789abcdef0123456789abcdef";
  job.request.download_directory = "/maps/" + id;
  job.request.parameters.area_of_interest = sample_area();
  job.phase = proto::job_phase::running;
  job.title = title;
  job.created_at = 1'700'000'000'000;
  job.layer_count = 2;
  return job;
}

inline proto::layer_record sample_layer(const std::string& job, int index) {
  proto::layer_record layer;
  layer.job = job;
  layer.index = index;
  proto::feature_sync_task task;
  task.service = "https://svc.example/FeatureServer";
  task.request.geometry = sample_area();
  task.request.replica_sr = sample_area().spatial_reference;
  layer.task = task;
  layer.phase = proto::layer_phase::polling;
  layer.attempt = 1;
  layer.name = "install-" + job + "-" + std::to_string(index) + "-1";
  return layer;
}

inline proto::ledger_record sample_ledger(const std::string& name, const std::string& job) {
  proto::ledger_record entry;
  entry.name = name;
  entry.job = job;
  entry.service = "https://svc.example/FeatureServer";
  entry.changed_at = 1'700'000'000'000;
  return entry;
}

/// Batches of one kind.
inline core::store_batch with_job(proto::job_record job) {
  core::store_batch batch;
  batch.jobs.push_back(std::move(job));
  return batch;
}
inline core::store_batch forgetting(std::vector<std::string> jobs, std::vector<std::string> ledger = {}) {
  core::store_batch batch;
  batch.forget_jobs = std::move(jobs);
  batch.forget_ledger = std::move(ledger);
  return batch;
}

inline std::unique_ptr<lmdb_store> open_store(const std::string& state, lmdb_store::options with = {}) {
  auto lock = instance_lock::acquire(state);
  EXPECT_TRUE(lock) << (lock ? "" : proto::describe(lock.error()));
  auto store = lmdb_store::open(std::move(*lock), with);
  EXPECT_TRUE(store) << (store ? "" : proto::describe(store.error()));
  return store ? std::move(*store) : nullptr;
}

inline core::stored_state load(lmdb_store& store) {
  auto state = store.load();
  EXPECT_TRUE(state) << (state ? "" : proto::describe(state.error()));
  for (const auto& row : state ? state->quarantine : std::vector<core::quarantined>{})
    std::cout << "quarantined " << row.table << " " << row.key << ": " << row.reason << "\n";
  return state ? *state : core::stored_state{};
}

} // namespace io
