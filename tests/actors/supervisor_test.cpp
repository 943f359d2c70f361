#include "core/layer_machine.hpp"
#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>

namespace {

using namespace std::chrono_literals;
using proto::failure_code;
using proto::job_phase;
using proto::layer_phase;

class Supervisor : public ::testing::Test {
protected:
  /// The actor that starts a download crashes, so many times.
  void crash_downloads_of(const std::string& part, int times) {
    auto left = std::make_shared<int>(times);
    world.on_start = [part, left](support::fake_transfers& network) {
      auto usual = network.watch_artifact;
      network.watch_artifact = [usual, part, left](const core::artifact_request& request) {
        usual(request);
        if (request.address.find(part) != std::string::npos && (*left)-- > 0)
          throw std::runtime_error("crashed as scripted");
      };
    };
  }
  std::size_t told(const std::string& code) const {
    const auto& notes = world.observer.notes;
    return static_cast<std::size_t>(
      std::count_if(notes.begin(), notes.end(), [&](const auto& note) { return note.code == code; }));
  }
  std::size_t layers_in_work() const {
    auto layers = world.store.layers();
    return static_cast<std::size_t>(std::count_if(layers.begin(), layers.end(),
      [](const auto& layer) { return layer.phase != layer_phase::planned && !core::has_ended(layer); }));
  }

  support::actor_world world{5};
};

TEST_F(Supervisor, StartsACrashedLayerAgainWithItsRecord) {
  crash_downloads_of("/s/0/", 2);
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_FALSE(world.result()->has_errors());
  EXPECT_EQ(told("layerCrashed"), 2u);
  EXPECT_EQ(world.server.names_asked.size(), 1u);
}

TEST_F(Supervisor, FailsALayerThatCrashesThreeTimesInTenMinutes) {
  crash_downloads_of("/s/0/", 99);
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  ASSERT_EQ(world.result()->layer_errors.size(), 1u);
  EXPECT_EQ(world.result()->layer_errors[0].failure.code, failure_code::internal);
  EXPECT_EQ(told("layerCrashed"), 3u);
  EXPECT_TRUE(world.forgotten_replicas().empty());
}

TEST_F(Supervisor, StartsACrashedJobAgainFromItsRecords) {
  int left = 2;
  world.store.watch = [&](const core::store_batch& batch) {
    bool some_step = !batch.layers.empty() && batch.jobs.empty();
    if (some_step && left-- > 0)
      throw std::runtime_error("crashed as scripted");
  };
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_EQ(told("jobCrashed"), 2u);
  EXPECT_TRUE(world.complaints.empty()) << world.complaints.front();
  EXPECT_TRUE(world.forgotten_replicas().empty());
}

TEST_F(Supervisor, FailsAJobThatCrashesThreeTimesInTenMinutes) {
  world.store.watch = [&](const core::store_batch& batch) {
    if (!batch.layers.empty() && batch.jobs.empty())
      throw std::runtime_error("crashed as scripted");
  };
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::failed);
  EXPECT_EQ(world.result()->failure->code, failure_code::internal);
  EXPECT_TRUE(world.server.replicas.empty());
}

TEST_F(Supervisor, RunsNoMoreLayersAtOnceThanThereAreSlots) {
  world.options.limits.layers = 2;
  std::size_t most = 0;
  world.store.watch = [&](const core::store_batch&) { most = std::max(most, layers_in_work()); };
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.result()->phase, job_phase::done);
  EXPECT_EQ(most, 2u);
}

TEST_F(Supervisor, QueuesJobsBeyondTheLimitOldestFirst) {
  world.options.limits.jobs = 1;
  world.start();
  auto first = world.submit("/maps/a").id;
  auto second = world.submit("/maps/b").id;
  ASSERT_TRUE(world.run_until([&] { return world.store.job(first)->phase == job_phase::running; }));
  EXPECT_EQ(world.store.job(second)->phase, job_phase::queued);
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.history.rows.at(first).phase, job_phase::done);
  EXPECT_EQ(world.history.rows.at(second).phase, job_phase::done);
}

TEST_F(Supervisor, GivesThePlaceOfAPausedJobToTheNext) {
  world.options.limits.jobs = 1;
  world.start();
  auto first = world.submit("/maps/a").id;
  auto second = world.submit("/maps/b").id;
  ASSERT_TRUE(world.run_until([&] { return world.store.job(first)->phase == job_phase::running; }));
  EXPECT_EQ(world.command(first, actors::job_command::pause), std::nullopt);
  ASSERT_TRUE(world.run_until([&] { return world.history.rows.count(second) > 0; }));
  EXPECT_EQ(world.store.job(first)->phase, job_phase::running);
  EXPECT_EQ(world.command(first, actors::job_command::resume), std::nullopt);
  world.job = first;
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.history.rows.at(first).phase, job_phase::done);
}

TEST_F(Supervisor, StopsInOrderAtEveryMomentAndGoesOnLater) {
  for (std::size_t moment = 1; moment < 90; moment += 2) {
    support::actor_world each{moment};
    each.start();
    each.submit();
    for (std::size_t turn = 0; turn < moment; ++turn)
      each.turn();
    each.stop(); // the fixture aborts if an actor is left
    each.disk.cut_power();
    each.start();
    ASSERT_TRUE(each.run_to_the_end()) << "moment " << moment;
    EXPECT_EQ(each.result()->phase, job_phase::done);
    EXPECT_TRUE(each.complaints.empty()) << each.complaints.front();
  }
}

TEST_F(Supervisor, WakesWaitersWhenAHostAnswersAgain) {
  world.services = {"https://gis.test/s/0/FeatureServer"};
  bool away = false;
  world.on_start = [&away](support::fake_transfers& network) {
    network.faults = [&away](const std::string&) { return away ? support::fault::unreachable : support::fault::none; };
  };
  world.start();
  auto first = world.submit("/maps/a").id;
  ASSERT_TRUE(world.run_until([&] {
    return world.store.layer(first, 0).has_value() && world.store.layer(first, 0)->phase == layer_phase::polling;
  }));
  away = true;
  world.pass(2h);
  ASSERT_TRUE(world.store.layer(first, 0)->wait);
  away = false;
  auto began = world.clock.now();
  world.submit("/maps/b"); // its first request finds the network back
  ASSERT_TRUE(world.run_until([&] { return !world.store.layer(first, 0) || !world.store.layer(first, 0)->wait; }));
  EXPECT_LE(world.clock.now() - began, 30'000);
}

TEST_F(Supervisor, ShowsAJobWhoseRecordIsDamagedAsFailedAndGivesBackItsReplicas) {
  world.start();
  world.submit();
  ASSERT_TRUE(world.run_to_the_end());
  world.stop();
  for (auto known : {proto::ledger_state::intended, proto::ledger_state::exists}) {
    core::store_batch left;
    auto& entry = left.ledger.emplace_back();
    entry.job = "01DAMAGED";
    entry.name = "box-01DAMAGED-0-" + std::string{word(known)};
    entry.service = world.services[0];
    entry.portal = "field";
    entry.state = known;
    entry.changed_at = world.clock.now();
    ASSERT_EQ(world.store.commit(left), std::nullopt);
    world.server.replicas[entry.name + "-id"] = entry.name;
    world.server.replica_service[entry.name + "-id"] = world.services[0];
  }
  support::test_system actors;
  auto state = *world.store.load();
  state.quarantine.push_back({"job", "01DAMAGED", "not JSON"});
  support::power supply;
  support::fake_transfers network{supply, world.server, world.clock};
  actors::ports outside{
    &network, &world.store, &world.disk, &world.history, &world.clock, &world.entropy, &world.observer};
  auto supervisor = actors::start(actors.system, outside, world.options, state);
  auto list = actors.ask<actors::job_list>(supervisor, actors::list_jobs{}, [&] { actors.settle(); });
  ASSERT_EQ(list.jobs.size(), 2u);
  EXPECT_EQ(list.jobs[0].id, "01DAMAGED");
  EXPECT_EQ(list.jobs[0].failure->code, failure_code::state_damaged);
  for (int turns = 0; turns < 100 && network.work.size() > 0; ++turns) {
    network.work.complete(0);
    actors.settle();
  }
  EXPECT_EQ(world.server.replicas.size(), 1u); // the finished job's
  EXPECT_EQ(world.server.released.size(), 2u);
  caf::anon_send_exit(supervisor, caf::exit_reason::user_shutdown);
  actors.settle();
}

} // namespace
