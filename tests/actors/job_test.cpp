#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace std::chrono_literals;
using proto::failure_code;
using proto::job_phase;
using proto::layer_phase;

class Job : public ::testing::Test {
protected:
  proto::job_view run() {
    world.start();
    world.submit();
    EXPECT_TRUE(world.run_to_the_end());
    EXPECT_TRUE(world.complaints.empty()) << world.complaints.front();
    EXPECT_TRUE(world.forgotten_replicas().empty());
    return world.result().value_or(proto::job_view{});
  }

  support::actor_world world{11};
};

TEST_F(Job, TakesAMapWithAllThreeKindsOfLayersOffline) {
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::done);
  EXPECT_EQ(ended.progress, 100);
  EXPECT_EQ(ended.exit_code(), 0);
  auto package = world.package();
  EXPECT_EQ(package.count("package.info"), 1u);
  for (const auto& service : world.services)
    EXPECT_EQ(package.count("p13/" + world.server.content_of(service)), 1u) << service;
}

TEST_F(Job, TellsItsChangesAndItsProgress) {
  run();
  std::vector<job_phase> phases;
  for (const auto& view : world.observer.changes)
    if (phases.empty() || phases.back() != view.phase)
      phases.push_back(view.phase);
  EXPECT_EQ(phases,
    (std::vector{job_phase::queued, job_phase::planning, job_phase::running, job_phase::assembling, job_phase::done}));
  for (std::size_t i = 1; i < world.observer.changes.size(); ++i)
    EXPECT_GE(world.observer.changes[i].progress + 1e-9, world.observer.changes[i - 1].progress);
}

TEST_F(Job, EndsBeforeAnyOrderWhereItsBasemapIsMissing) {
  world.basemap = "/basemaps/city.tpkx";
  const auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::failed);
  EXPECT_EQ(ended.exit_code(), 2);
  EXPECT_EQ(ended.failure->code, failure_code::reference_basemap_missing);
  EXPECT_TRUE(world.server.exports_asked.empty());
}

TEST_F(Job, TakesTheMapWhereItsBasemapIsThere) {
  world.basemap = "/basemaps/city.tpkx";
  world.disk.put(world.basemap, "tiles");
  EXPECT_EQ(run().phase, job_phase::done);
}

TEST_F(Job, GoesOnWithoutALayerThatFailed) {
  world.server.behaviour[world.services[1]].refuses = true;
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::done);
  EXPECT_EQ(ended.exit_code(), 3);
  ASSERT_EQ(ended.layer_errors.size(), 1u);
  EXPECT_EQ(ended.layer_errors[0].service, world.services[1]);
  EXPECT_EQ(world.package().size(), 4u);
}

TEST_F(Job, FailsWithItsFirstLayerWhenToldTo) {
  world.continue_on_errors = false;
  world.server.behaviour[world.services[1]].refuses = true;
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::failed);
  EXPECT_EQ(ended.failure->code, failure_code::refused_by_service);
  EXPECT_TRUE(world.package().empty());
  EXPECT_TRUE(world.server.replicas.empty());
  EXPECT_TRUE(world.disk.files_below("/maps/central.partial").empty());
}

TEST_F(Job, TakesNoStepOfASiblingAfterAnAbort) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    support::actor_world each{seed};
    each.continue_on_errors = false;
    each.server.behaviour[each.services[2]].jobs_that_fail = 99;
    bool aborted = false;
    each.store.watch = [&](const core::store_batch& batch) {
      EXPECT_TRUE(!aborted || batch.layers.empty()) << "seed " << seed;
      for (const auto& job : batch.jobs)
        aborted |= job.phase == job_phase::releasing;
    };
    each.start();
    each.submit();
    ASSERT_TRUE(each.run_to_the_end()) << "seed " << seed;
    EXPECT_EQ(each.result()->phase, job_phase::failed);
    EXPECT_TRUE(each.complaints.empty()) << each.complaints.front();
    EXPECT_TRUE(each.forgotten_replicas().empty());
  }
}

TEST_F(Job, FailsWithoutAPackageWhenNothingCouldBeTaken) {
  world.server.behaviour[""].refuses = true;
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::failed);
  EXPECT_EQ(ended.failure->code, failure_code::nothing_to_take);
  EXPECT_EQ(ended.layer_errors.size(), 3u);
  EXPECT_TRUE(world.package().empty());
}

TEST_F(Job, FailsWhenThePlanHasNothingToTake) {
  world.services.clear();
  auto ended = run();
  EXPECT_EQ(ended.failure->code, failure_code::nothing_to_take);
  EXPECT_EQ(world.server.requests, 2u); // the documents of the plan
}

TEST_F(Job, PlansWithoutAServiceThatErrsEveryTime) {
  world.reads_services = true;
  world.on_start = [](support::fake_transfers& network) {
    network.faults = [](const std::string& address) {
      return address.ends_with("/s/1/MapServer") ? support::fault::server_error : support::fault::none;
    };
  };
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::done);
  ASSERT_EQ(ended.layer_errors.size(), 1u);
  EXPECT_EQ(ended.layer_errors[0].failure.code, failure_code::server_error);
}

TEST_F(Job, PlansWithoutAHostThatStaysAwayWhileOthersAnswer) {
  world.reads_services = true;
  world.services[1] = "https://other.test/s/1/MapServer";
  world.on_start = [](support::fake_transfers& network) {
    network.faults = [](const std::string& address) {
      return address.find("other.test") != std::string::npos ? support::fault::unreachable : support::fault::none;
    };
  };
  auto began = world.clock.now();
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::done);
  ASSERT_EQ(ended.layer_errors.size(), 1u);
  EXPECT_EQ(ended.layer_errors[0].failure.code, failure_code::service_lost);
  EXPECT_GE(world.clock.now() - began, world.options.limits.service_lost.count());
}

TEST_F(Job, WaitsForDaysToPlanWhileThereIsNoNetwork) {
  world.reads_services = true;
  bool away = false;
  world.on_start = [&away](support::fake_transfers& network) {
    network.faults = [&away](const std::string& address) {
      bool of_service = address.find("/s/") != std::string::npos;
      away |= of_service && address.ends_with("/s/0/FeatureServer");
      return away ? support::fault::unreachable : support::fault::none;
    };
  };
  world.start();
  world.submit();
  world.pass(72h);
  EXPECT_EQ(world.store.job(world.job)->phase, job_phase::planning);
  EXPECT_EQ(world.list().front().waiting->reason, "network");
  world.network->faults = nullptr;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_FALSE(world.result()->has_errors());
}

TEST_F(Job, HonoursRetryAfterWhilePlanning) {
  std::vector<std::int64_t> asked;
  world.on_start = [&](support::fake_transfers& network) {
    network.retry_after = 600s;
    network.faults = [&](const std::string& address) {
      if (!address.ends_with("/item"))
        return support::fault::none;
      asked.push_back(world.clock.now());
      return asked.size() < 4 ? support::fault::busy : support::fault::none;
    };
  };
  EXPECT_EQ(run().phase, job_phase::done);
  ASSERT_EQ(asked.size(), 4u);
  for (std::size_t i = 1; i < asked.size(); ++i)
    EXPECT_GE(asked[i] - asked[i - 1], 600'000);
}

TEST_F(Job, AsksServersToStopTheirJobsWhenItIsCancelled) {
  world.services = {"https://gis.test/s/1/MapServer", "https://gis.test/s/2/VectorTileServer"};
  world.server.behaviour[""].never_ends = true;
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until([&] {
    auto layers = world.store.layers();
    return layers.size() == 2 && layers[0].phase == layer_phase::polling && layers[1].phase == layer_phase::polling;
  }));
  EXPECT_EQ(world.command(world.job, actors::job_command::cancel), std::nullopt);
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::cancelled);
  EXPECT_EQ(world.server.cancelled.size(), 2u);
}

TEST_F(Job, EndsAtItsDeadline) {
  world.server.behaviour[""].never_ends = true;
  world.start();
  auto request = world.request("/maps/central");
  request.deadline = 3h;
  auto began = world.clock.now();
  world.submit(request);
  ASSERT_TRUE(world.run_until([&] { return world.result().has_value(); }));
  EXPECT_EQ(world.result()->failure->code, failure_code::deadline_passed);
  EXPECT_GE(world.clock.now() - began, std::chrono::milliseconds{3h}.count());
  EXPECT_LE(world.clock.now() - began, std::chrono::milliseconds{4h}.count());
}

TEST_F(Job, KeepsItsDeadlineAcrossRestarts) {
  world.server.behaviour[""].never_ends = true;
  world.start();
  auto request = world.request("/maps/central");
  request.deadline = 3h;
  world.submit(request);
  for (int i = 0; i < 5; ++i) {
    world.pass(1h);
    world.cut();
    world.start();
  }
  ASSERT_TRUE(world.run_until([&] { return world.result().has_value(); }));
  EXPECT_EQ(world.result()->failure->code, failure_code::deadline_passed);
}

/// Stops at every commit in turn: nothing is repeated, nothing counts as a fault.
TEST_F(Job, CanBePausedAtEveryStepAndGoesOn) {
  for (std::size_t at = 1; at < 60; ++at) {
    support::actor_world each{at};
    std::size_t most_failed = 0, most_unanswered = 0;
    each.store.watch = [&](const core::store_batch& batch) {
      for (const auto& layer : batch.layers) {
        most_failed = std::max<std::size_t>(most_failed, layer.failed_attempts);
        most_unanswered = std::max(most_unanswered, layer.unanswered.size());
      }
    };
    each.start();
    each.submit();
    ASSERT_TRUE(each.run_until([&] { return each.store.commits() >= at || each.result(); }));
    if (each.result())
      break;
    auto refused = each.command(each.job, actors::job_command::pause);
    if (!refused) {
      auto requests = each.server.requests;
      each.pass(1h);
      auto record = each.store.job(each.job);
      ASSERT_TRUE(record);
      EXPECT_EQ(record->desired, proto::desired_state::pause);
      bool planning = record->phase == job_phase::planning || record->phase == job_phase::queued;
      EXPECT_TRUE(!planning || each.server.requests == requests);
      if (at % 2 == 0) {
        each.cut();
        each.start();
        each.pass(10min);
      }
      EXPECT_EQ(each.command(each.job, actors::job_command::resume), std::nullopt);
    }
    ASSERT_TRUE(each.run_to_the_end()) << "paused at commit " << at;
    EXPECT_EQ(each.result()->phase, job_phase::done) << "paused at commit " << at;
    EXPECT_EQ(most_failed + most_unanswered, 0u) << "paused at commit " << at;
    EXPECT_TRUE(each.complaints.empty()) << each.complaints.front();
    EXPECT_TRUE(each.forgotten_replicas().empty()) << each.forgotten_replicas().front();
    EXPECT_EQ(each.package().size(), 5u);
  }
}

TEST_F(Job, CanBeCancelledAtEveryStepAndLeavesNothing) {
  for (std::size_t at = 1; at < 60; ++at) {
    support::actor_world each{at};
    each.start();
    each.submit();
    ASSERT_TRUE(each.run_until([&] { return each.store.commits() >= at || each.result(); }));
    if (each.result())
      break;
    auto refused = each.command(each.job, actors::job_command::cancel);
    if (at % 2 == 0 && !refused) {
      each.cut();
      each.start();
    }
    ASSERT_TRUE(each.run_to_the_end()) << "cancelled at commit " << at;
    EXPECT_TRUE(each.complaints.empty()) << each.complaints.front();
    if (refused) {
      EXPECT_EQ(each.result()->phase, job_phase::done);
      continue;
    }
    EXPECT_EQ(each.result()->phase, job_phase::cancelled);
    EXPECT_EQ(each.result()->exit_code(), 13);
    EXPECT_TRUE(each.server.replicas.empty()) << "cancelled at commit " << at;
    EXPECT_TRUE(each.disk.files_below("/maps/central.partial").empty()) << "cancelled at commit " << at;
  }
}

TEST_F(Job, WaitsForTheDiskInEveryPhase) {
  for (const char* call : {"save plan", "prepare", "open", "sync", "check", "finish", "assemble"}) {
    support::actor_world each{3};
    int times = 3;
    each.disk.fails = [&](const std::string& what) { return what == call && times-- > 0; };
    each.start();
    each.submit();
    ASSERT_TRUE(each.run_to_the_end()) << call;
    EXPECT_EQ(each.result()->phase, job_phase::done) << call;
    EXPECT_LT(times, 0) << call;
    EXPECT_EQ(each.package().size(), 5u) << call;
  }
}

TEST_F(Job, GoesOnWhenTheStoreRefusesAnyCommit) {
  for (std::size_t at = 2; at < 60; ++at) {
    support::actor_world each{at};
    each.store.refuse = [at](std::size_t number) { return number >= at && number < at + 3; };
    each.start();
    each.submit();
    ASSERT_TRUE(each.run_to_the_end()) << "refused at " << at;
    EXPECT_EQ(each.result()->phase, job_phase::done) << "refused at " << at;
    EXPECT_TRUE(each.complaints.empty()) << each.complaints.front();
    EXPECT_EQ(each.package().size(), 5u);
  }
}

} // namespace
