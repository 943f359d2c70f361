#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace std::chrono_literals;
using proto::failure_code;
using proto::job_phase;
using proto::layer_phase;
using support::fault;

/// One job with one layer, unless a test says otherwise.
class Layer : public ::testing::Test {
protected:
  Layer() {
    world.services = {features};
    habits.polls_until_done = 2;
  }

  proto::job_view run() {
    world.start();
    world.submit();
    EXPECT_TRUE(world.run_to_the_end());
    EXPECT_TRUE(world.complaints.empty()) << world.complaints.front();
    EXPECT_TRUE(world.forgotten_replicas().empty());
    return world.result().value_or(proto::job_view{});
  }

  /// Until the layer is in this phase, as committed.
  void run_to(layer_phase phase) {
    ASSERT_TRUE(world.run_until([&] { return layer().phase == phase; }));
  }
  proto::layer_record layer() const { return world.store.layer(world.job, 0).value_or(proto::layer_record{}); }

  void fail_requests_with(fault what, const std::string& address_part) {
    world.on_start = [this, what, address_part](support::fake_transfers& network) {
      network.faults = [this, what, address_part](const std::string& address) {
        return broken && address.find(address_part) != std::string::npos ? what : fault::none;
      };
    };
  }

  support::actor_world world{7};
  const std::string features = "https://gis.test/s/0/FeatureServer";
  support::scripted_server::manners& habits = world.server.behaviour[""];
  bool broken = true;
};

TEST_F(Layer, TakesAnExportThatIsAnsweredAtOnce) {
  habits.answers_at_once = true;
  EXPECT_EQ(run().phase, job_phase::done);
}

TEST_F(Layer, AsksTheServerJobAgainWhenAnAddressHasExpired) {
  habits.addresses_that_expire = 1;
  EXPECT_EQ(run().phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
}

TEST_F(Layer, StartsANewAttemptWhenTheNewAddressIsDeadToo) {
  habits.addresses_that_expire = 2;
  EXPECT_EQ(run().phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 2u);
  EXPECT_EQ(world.server.replicas.size(), 1u);
}

TEST_F(Layer, StartsANewAttemptWhenTheServerJobIsLost) {
  habits.jobs_that_get_lost = 1;
  EXPECT_EQ(run().phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 2u);
}

TEST_F(Layer, GivesUpAfterThreeFailedServerJobs) {
  habits.jobs_that_fail = 99;
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::failed);
  EXPECT_EQ(world.server.names_asked.size(), 3u);
  ASSERT_EQ(ended.layer_errors.size(), 1u);
  EXPECT_EQ(ended.layer_errors[0].failure.code, failure_code::server_job_failed);
  EXPECT_EQ(ended.layer_errors[0].failure.server_said, "it broke");
}

TEST_F(Layer, DownloadsADamagedFileOnceMoreFromTheSameJob) {
  habits.files_that_are_damaged = 1;
  EXPECT_EQ(run().phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
}

TEST_F(Layer, AsksForANewExportWhenTheFileIsDamagedTwice) {
  habits.files_that_are_damaged = 2;
  EXPECT_EQ(run().phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 2u);
}

TEST_F(Layer, FailsAtOnceWhenTheServiceRefuses) {
  habits.refuses = true;
  auto ended = run();
  EXPECT_EQ(ended.phase, job_phase::failed);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
  ASSERT_EQ(ended.layer_errors.size(), 1u);
  EXPECT_EQ(ended.layer_errors[0].failure.server_said, "Sync is not allowed here");
}

TEST_F(Layer, GivesUpAServerJobThatOutlivesItsLimit) {
  habits.never_ends = true;
  world.options.limits.server_job = 2h;
  auto began = world.clock.now();
  EXPECT_EQ(run().phase, job_phase::failed);
  EXPECT_EQ(world.server.names_asked.size(), 3u);
  EXPECT_GE(world.clock.now() - began, std::chrono::milliseconds{6h}.count());
}

TEST_F(Layer, WaitsForTheNetworkForDaysWithoutFailingOrWriting) {
  fail_requests_with(fault::unreachable, "");
  broken = false;
  world.start();
  world.submit();
  run_to(layer_phase::polling);
  broken = true;
  world.pass(1h);
  auto commits = world.store.commits();
  auto since = layer().wait->since;
  world.pass(72h);
  EXPECT_EQ(world.store.commits(), commits);
  ASSERT_TRUE(layer().wait);
  EXPECT_EQ(layer().wait->reason, "network");
  ASSERT_TRUE(layer().wait->failure);
  EXPECT_EQ(layer().wait->failure->code, proto::failure_code::network_unreachable);
  EXPECT_EQ(layer().wait->since, since);
  broken = false;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
}

TEST_F(Layer, FailsAsLostWhenItsHostStaysAwayWhileOthersAnswer) {
  world.services = {"https://other.test/s/0/FeatureServer"};
  fail_requests_with(fault::unreachable, "other.test");
  broken = true;
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until([&] { return layer().wait.has_value(); }));
  auto began = world.clock.now();
  ASSERT_TRUE(world.run_until([&] { return world.result().has_value(); }));
  EXPECT_GE(world.clock.now() - began, std::chrono::milliseconds{world.options.limits.service_lost}.count());
  ASSERT_EQ(world.result()->layer_errors.size(), 1u);
  EXPECT_EQ(world.result()->layer_errors[0].failure.code, failure_code::service_lost);
}

TEST_F(Layer, WaitsForASignInAndTriesAgain) {
  fail_requests_with(fault::sign_in, "/jobs/");
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until([&] { return layer().wait.has_value(); }));
  EXPECT_EQ(layer().wait->reason, "auth");
  EXPECT_EQ(layer().phase, layer_phase::polling);
  broken = false;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
}

TEST_F(Layer, SpacesOutExportRequestsThatGetNoAnswerAndStopsAfterTenInADay) {
  fail_requests_with(fault::lost_answer, "/createReplica");
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until([&] { return layer().wait && layer().wait->reason == "submitUnanswered"; }));
  EXPECT_EQ(world.server.names_asked.size(), 10u);
  EXPECT_EQ(layer().failed_attempts, 0u);
  world.pass(3h);
  EXPECT_EQ(world.server.names_asked.size(), 10u);
  broken = false;
  EXPECT_EQ(world.command(world.job, actors::job_command::retry), std::nullopt);
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_TRUE(world.forgotten_replicas().empty());
}

/// Every connect fails for a day, which is no request without an answer.
TEST_F(Layer, CountsNoUnansweredRequestWhileItsServiceCannotBeReached) {
  fail_requests_with(fault::unreachable, "/createReplica");
  world.options.limits.service_lost = 1000h;
  world.start();
  world.submit();
  world.pass(24h);
  EXPECT_TRUE(layer().unanswered.empty());
  EXPECT_TRUE(world.server.names_asked.empty());
  ASSERT_TRUE(layer().wait);
  EXPECT_EQ(layer().wait->reason, "network");
  broken = false;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
}

/// The network goes and comes for other hosts, a busy service is left alone.
TEST_F(Layer, KeepsItsDistanceFromABusyServiceWhileOthersComeAndGo) {
  std::size_t asked = 0;
  world.on_start = [&](support::fake_transfers& network) {
    network.faults = [&](const std::string& address) {
      if (broken && address.find("/jobs/") != std::string::npos)
        return ++asked, fault::busy;
      return fault::none;
    };
  };
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until([&] { return layer().wait && layer().wait->reason == "busy"; }));
  world.pass(10min);
  auto before = asked;
  for (int i = 0; i < 50; ++i) {
    world.tell_host({"https://other.test", false, true, world.clock.now()});
    world.tell_host({"https://other.test", true, true, world.clock.now()});
  }
  EXPECT_EQ(asked, before);
  broken = false;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
}

/// All services cannot be reached, and the network is gone: none is lost.
TEST_F(Layer, LosesNoServiceWhileNobodyAnswersHoweverRecentTheLastAnswerWas) {
  fail_requests_with(fault::unreachable, "");
  broken = false;
  world.start();
  world.submit();
  run_to(layer_phase::polling);
  broken = true;
  ASSERT_TRUE(world.run_until([&] { return layer().wait.has_value(); }));
  // One last word of another host after the wait had begun.
  world.tell_host({"https://other.test", true, true, world.clock.now() + 1});
  world.pass(72h);
  EXPECT_EQ(layer().phase, layer_phase::polling);
  broken = false;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
}

TEST_F(Layer, StopsTheServerJobThatOutlivesItsLimitAlsoWhenItFails) {
  world.services = {"https://gis.test/s/1/MapServer"};
  habits.never_ends = true;
  world.options.limits.server_job = 2h;
  EXPECT_EQ(run().phase, job_phase::failed);
  EXPECT_EQ(world.server.cancelled.size(), 3u);
}

TEST_F(Layer, GoesOnFromItsLastCheckpoint) {
  habits.file_size = 5 << 20;
  std::vector<std::uint64_t> began_at;
  world.on_start = [&](support::fake_transfers& network) {
    network.piece = 600'000;
    auto usual = network.watch_artifact;
    network.watch_artifact = [&began_at, usual](const core::artifact_request& request) {
      began_at.push_back(proto::total(request.done));
      usual(request);
    };
  };
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until(
    [&] { return !layer().artifacts.empty() && proto::total(layer().artifacts[0].done) > (2u << 20); }));
  auto durable = proto::total(layer().artifacts[0].done);
  world.cut();
  world.start();
  ASSERT_TRUE(world.run_to_the_end());
  ASSERT_EQ(began_at.size(), 2u);
  EXPECT_EQ(began_at[1], durable);
  EXPECT_EQ(world.package().count("p13/" + world.server.content_of(features)), 1u);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
}

TEST_F(Layer, WritesACheckpointEveryMebibyteOrSoAndNotMore) {
  habits.file_size = 8 << 20;
  world.on_start = [](support::fake_transfers& network) { network.piece = 1 << 17; };
  std::size_t checkpoints = 0;
  world.store.watch = [&](const core::store_batch& batch) {
    for (const auto& layer : batch.layers)
      checkpoints +=
        layer.phase == layer_phase::downloading && !layer.artifacts.empty() && !layer.artifacts[0].done.empty();
  };
  EXPECT_EQ(run().phase, job_phase::done);
  EXPECT_GE(checkpoints, 3u);
  EXPECT_LE(checkpoints, 16u);
}

TEST_F(Layer, WaitsWhileTheDiskIsFullAndFailsNothing) {
  bool full = false;
  world.disk.fails = [&](const std::string& call) { return full && call != "discard"; };
  world.start();
  world.submit();
  run_to(layer_phase::downloading);
  full = true;
  ASSERT_TRUE(world.run_until([&] { return layer().wait.has_value(); }));
  EXPECT_EQ(layer().wait->reason, "disk");
  world.pass(10h);
  full = false;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
}

TEST_F(Layer, KeepsItsStepWhileTheStoreRefuses) {
  bool refusing = false;
  world.store.refuse = [&](std::size_t) { return refusing; };
  world.start();
  world.submit();
  run_to(layer_phase::submitting);
  refusing = true;
  world.pass(5min);
  EXPECT_EQ(world.list().front().waiting->reason, "store");
  EXPECT_EQ(layer().phase, layer_phase::submitting);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
  refusing = false;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
}

TEST_F(Layer, NeverStoresASignedAddress) {
  habits.signs_addresses = true;
  world.store.watch = [](const core::store_batch& batch) {
    for (const auto& layer : batch.layers)
      for (const auto& file : layer.artifacts)
        EXPECT_EQ(file.address.find("sig="), std::string::npos);
  };
  world.start();
  world.submit();
  run_to(layer_phase::downloading);
  world.cut();
  world.start();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
}

} // namespace
