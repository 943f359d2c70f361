#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using namespace std::chrono_literals;
using proto::job_phase;
using proto::layer_phase;
using proto::ledger_state;
using support::fault;

class Releaser : public ::testing::Test {
protected:
  Releaser() { world.services = {features}; }

  void fail_requests_with(fault what, const std::string& part) {
    world.on_start = [this, what, part](support::fake_transfers& network) {
      network.faults = [this, what, part](const std::string& address) {
        return failures > 0 && address.find(part) != std::string::npos && failures-- > 0 ? what : fault::none;
      };
    };
  }

  support::actor_world world{17};
  const std::string features = "https://gis.test/s/0/FeatureServer";
  int failures = 0;
};

TEST_F(Releaser, KeepsTheReplicaOfThePackageAndNotesThatItIsInUse) {
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  ASSERT_EQ(world.store.ledger().size(), 1u);
  EXPECT_EQ(world.store.ledger()[0].state, ledger_state::in_use);
  EXPECT_EQ(world.server.replicas.count(world.store.ledger()[0].replica_id), 1u);
  EXPECT_TRUE(world.server.released.empty());
}

TEST_F(Releaser, FindsTheReplicaOfARequestWithoutAnAnswer) {
  world.server.behaviour[features].answers_at_once = true;
  failures = 2;
  fail_requests_with(fault::lost_answer, "/createReplica");
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.server.names_asked.size(), 3u);
  EXPECT_EQ(world.server.released.size(), 2u);
  EXPECT_EQ(world.server.replicas.size(), 1u);
  EXPECT_TRUE(world.forgotten_replicas().empty());
}

TEST_F(Releaser, ReleasesATwinOfTheReplicaInUse) {
  world.server.behaviour[features].makes_twins = true;
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.server.released.size(), 1u);
  EXPECT_EQ(world.server.replicas.size(), 1u);
  EXPECT_TRUE(world.forgotten_replicas().empty());
}

/// Another job's replica whose name begins alike, and one of somebody else.
TEST_F(Releaser, TouchesNoReplicaOfAnotherName) {
  world.server.behaviour[features].answers_at_once = true;
  failures = 1;
  fail_requests_with(fault::lost_answer, "/createReplica");
  world.start();
  world.submit();
  auto alike = "box-" + world.job + "-0-10";
  world.server.replicas = {{"A", alike}, {"B", "box-" + world.job + "-0-1x"}, {"C", "survey of somebody"}};
  for (const char* id : {"A", "B", "C"})
    world.server.replica_service[id] = features;
  ASSERT_TRUE(world.run_to_the_end());
  for (const char* id : {"A", "B", "C"})
    EXPECT_EQ(world.server.replicas.count(id), 1u) << id;
}

TEST_F(Releaser, EndsACancelledJobWhenTheServerIsAwayAndReleasesLater) {
  fail_requests_with(fault::unreachable, "");
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until([&] {
    auto layer = world.store.layer(world.job, 0);
    return layer && layer->phase == layer_phase::verifying;
  }));
  failures = 1'000'000;
  EXPECT_EQ(world.command(world.job, actors::job_command::cancel), std::nullopt);
  auto began = world.clock.now();
  ASSERT_TRUE(world.run_until([&] { return world.result().has_value(); }));
  EXPECT_EQ(world.result()->phase, job_phase::cancelled);
  EXPECT_LE(world.clock.now() - began, std::chrono::milliseconds{5min}.count());
  EXPECT_EQ(world.server.replicas.size(), 1u);
  world.stop();
  failures = 0;
  world.start(); // the sweep at start
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_TRUE(world.server.replicas.empty());
  EXPECT_TRUE(world.store.ledger().empty());
}

/// A replica that the server is still building when its answer gets lost appears
/// in the list only later.
TEST_F(Releaser, SearchesForADayForAReplicaThatAppearsLate) {
  failures = 1;
  fail_requests_with(fault::lost_answer, "/createReplica");
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_until([&] { return world.result().has_value(); }));
  world.pass(3h);
  world.server.replicas["late"] = world.server.names_asked.front();
  world.server.replica_service["late"] = features;
  world.pass(8h);
  EXPECT_EQ(world.server.replicas.count("late"), 0u);
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.store.ledger().size(), 1u);
}

} // namespace
