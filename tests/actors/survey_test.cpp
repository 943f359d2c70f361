#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace {

class Surveys : public ::testing::Test {
protected:
  Surveys() {
    world.reads_services = true;
    world.start();
  }
  support::actor_world world{17};
};

TEST_F(Surveys, AnswerWithADocumentAndLeaveNothingBehind) {
  const auto answer = world.survey();
  ASSERT_TRUE(answer.document) << proto::describe(answer.document.error());
  EXPECT_EQ((*answer.document)["layerCapabilities"].size(), 3u);
  EXPECT_FALSE(world.store.has_jobs());
  EXPECT_TRUE(world.server.replicas.empty());
  EXPECT_TRUE(world.server.exports_asked.empty());
}

TEST_F(Surveys, LookAtATilePackageOnTheMachine) {
  world.basemap = "/basemaps/city.tpkx";
  const auto missing = world.survey();
  ASSERT_FALSE(missing.document);
  EXPECT_EQ(missing.document.error().code, proto::failure_code::reference_basemap_missing);
  world.disk.put(world.basemap, "tiles");
  EXPECT_TRUE(world.survey().document);
}

TEST_F(Surveys, WaitForTheNetworkUntilTheirTimeIsOver) {
  world.network->faults = [](const std::string&) { return support::fault::unreachable; };
  const auto answer = world.survey(std::chrono::seconds{90});
  ASSERT_FALSE(answer.document);
  EXPECT_EQ(answer.document.error().code, proto::failure_code::network_unreachable);
}

TEST_F(Surveys, AreRefusedWhenTooManyAreUnderWay) {
  for (std::uint64_t ticket = 100; ticket < 104; ++ticket)
    world.begin_survey(ticket);
  const auto answer = world.survey();
  ASSERT_FALSE(answer.document);
  EXPECT_EQ(answer.document.error().code, proto::failure_code::server_busy);
}

TEST_F(Surveys, EndWhenNobodyWaitsForThem) {
  world.begin_survey(100);
  EXPECT_GT(world.network->work.size(), 0u);
  world.drop_survey(100);
  EXPECT_EQ(world.network->work.size(), 0u);
  EXPECT_TRUE(world.survey().document);
}

TEST_F(Surveys, EndWithTheDaemon) {
  world.begin_survey(100);
  world.stop(); // which would hang, or find an actor left over
  EXPECT_FALSE(world.runs());
}

} // namespace
