#include "proto/control/job_view.hpp"

#include "tests/proto/record/random_records.hpp"
#include "tests/support/seed.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <set>

namespace {

using nlohmann::json;
using proto::job_phase;
using proto::layer_phase;

proto::job_view sample_view(std::uint64_t seed) {
  random_records random{seed};
  proto::job_view view;
  view.id = "01J";
  view.target = "/maps/x";
  view.progress = 12.5;
  view.waiting = random.wait();
  view.layer_errors = {random.layer_error()};
  view.layers.resize(2);
  view.layers[0].covers = {random.covered()};
  view.layers[0].bytes_total = 1u << 20;
  view.layers[0].failure = random.failure();
  view.layers[1].kind = proto::export_kind::vector_tiles;
  return view;
}

TEST(JobView, JsonHasTheNamesThatScriptsRelyOn) {
  const auto view = proto::to_json(sample_view(1));
  for (const char* name : {"id", "phase", "desired", "target", "progress", "hasErrors", "layers", "layerErrors",
         "tableErrors", "bytesReceived", "bytesWasted", "waiting", "failure"})
    EXPECT_TRUE(view.contains(name)) << name;
  EXPECT_EQ(view["hasErrors"], true);
  EXPECT_TRUE(view["failure"].is_null()) << "null, not left out";
  for (const char* name :
    {"index", "kind", "service", "covers", "phase", "attempt", "bytesDone", "bytesTotal", "waiting", "failure"})
    EXPECT_TRUE(view["layers"][1].contains(name)) << name;
  EXPECT_EQ(view["layers"][1]["kind"], "vectorTiles");
  EXPECT_TRUE(view["layers"][1]["waiting"].is_null());
  for (const char* name : {"for", "since", "until", "next", "failure"})
    EXPECT_TRUE(view["waiting"].contains(name)) << name;
}

TEST(JobView, WhatIsWrittenIsReadAgain) {
  const auto seed = test_seed();
  for (std::uint64_t i = 0; i < 50; ++i) {
    const auto shown = proto::to_json(sample_view(seed + i));
    const auto again = proto::read_job_view(json::parse(shown.dump()));
    ASSERT_TRUE(again) << proto::describe(again.error());
    EXPECT_EQ(proto::to_json(*again), shown);
  }
  EXPECT_FALSE(proto::read_job_view(json::array()));
}

TEST(JobView, ExitCodesFollowTheEndOfTheJob) {
  proto::job_view view;
  view.phase = job_phase::running;
  EXPECT_FALSE(view.exit_code());
  view.phase = job_phase::done;
  EXPECT_EQ(view.exit_code(), 0);
  view.table_errors.emplace_back();
  EXPECT_EQ(view.exit_code(), 3);
  view.phase = job_phase::failed;
  view.failure = proto::failure{.code = proto::failure_code::sign_in_failed};
  EXPECT_EQ(view.exit_code(), 6);
  view.phase = job_phase::cancelled;
  EXPECT_EQ(view.exit_code(), 13);
}

TEST(Progress, IsHundredOnlyWhenTheJobIsDone) {
  random_records random{test_seed()};
  for (int i = 0; i < 300; ++i) {
    auto job = random.job();
    std::vector<proto::layer_record> layers;
    for (int n = random.number(4); n > 0; --n)
      layers.push_back(random.layer());
    const double progress = proto::progress_of(job, layers);
    EXPECT_GE(progress, 0);
    EXPECT_LE(progress, 100);
    EXPECT_EQ(progress == 100, job.phase == job_phase::done);
  }
}

/// A layer's way through one attempt, in steps of 10 % of each of two files.
std::vector<proto::layer_record> one_attempt() {
  std::vector<proto::layer_record> steps;
  proto::layer_record layer;
  for (auto phase : {layer_phase::planned, layer_phase::submitting, layer_phase::polling, layer_phase::downloading}) {
    layer.phase = phase;
    if (phase == layer_phase::downloading)
      layer.artifacts.resize(2);
    steps.push_back(layer);
  }
  for (auto& artifact : layer.artifacts) {
    layer.phase = layer_phase::downloading;
    artifact.size = 1000;
    for (std::uint64_t done = 0; done <= 1000; done += 100) {
      proto::add_range(artifact.done, {0, done});
      steps.push_back(layer);
    }
    layer.phase = layer_phase::verifying;
    steps.push_back(layer);
    artifact.final_name = "x.tpkx";
    steps.push_back(layer);
  }
  layer.phase = layer_phase::done;
  steps.push_back(layer);
  return steps;
}

TEST(Progress, NeverGoesBackWithinAnAttemptAndMovesWithTheBytes) {
  proto::job_record job;
  double last = -1;
  for (auto phase : {job_phase::queued, job_phase::planning}) {
    job.phase = phase;
    EXPECT_GT(proto::progress_of(job, {}), last);
    last = proto::progress_of(job, {});
  }
  job.phase = job_phase::running;
  std::set<double> values;
  std::vector<proto::layer_record> layers(3);
  for (auto& layer : layers) {
    for (const auto& step : one_attempt()) {
      layer = step;
      const double percent = proto::progress_of(job, layers);
      EXPECT_GE(percent, last);
      values.insert(last = percent);
    }
  }
  EXPECT_GT(values.size(), 60u);
  job.phase = job_phase::assembling;
  EXPECT_GT(proto::progress_of(job, layers), last);
}

} // namespace
