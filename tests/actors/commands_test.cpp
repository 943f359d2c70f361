#include "tests/support/actor_world.hpp"

#include <gtest/gtest.h>

namespace {

using actors::job_command;
using proto::failure_code;
using proto::job_phase;

class Commands : public ::testing::Test {
protected:
  Commands() { world.start(); }

  std::optional<failure_code> refusal_of(const std::string& target) {
    auto answer = world.submit(target);
    return answer.failure ? std::optional{answer.failure->code} : std::nullopt;
  }
  std::optional<failure_code> command(const std::string& id, job_command what) {
    auto failure = world.command(id, what);
    return failure ? std::optional{failure->code} : std::nullopt;
  }

  support::actor_world world{13};
};

TEST_F(Commands, AnswersASubmitWithTheIdOnceTheJobIsDurable) {
  auto answer = world.submit("/maps/a");
  EXPECT_EQ(answer.id.size(), 26u);
  EXPECT_TRUE(world.store.job(answer.id));
}

TEST_F(Commands, RefusesADirectoryThatHoldsSomethingBeforeAnyServerIsAsked) {
  world.disk.put("/maps/a/readme.txt", "mine");
  EXPECT_EQ(refusal_of("/maps/a"), failure_code::directory_not_empty);
  EXPECT_EQ(world.server.requests, 0u);
  EXPECT_FALSE(world.store.has_jobs());
}

TEST_F(Commands, RefusesADirectoryThatAnotherJobWritesTo) {
  ASSERT_EQ(refusal_of("/maps/a"), std::nullopt);
  for (const char* other : {"/maps/a", "/maps/a/", "/maps/./a", "/maps/a/inside", "/maps", "/maps/a.partial",
         "/maps/a.partial/x", "/maps/a.report.json"})
    EXPECT_EQ(refusal_of(other), failure_code::directory_in_use) << other;
  EXPECT_EQ(refusal_of("/maps/ab"), std::nullopt);
}

TEST_F(Commands, RefusesAPortalThatIsNeitherANameNorAnAddress) {
  auto request = world.request("/maps/a");
  request.portal = "nowhere";
  auto answer = world.submit(request);
  ASSERT_TRUE(answer.failure);
  EXPECT_EQ(answer.failure->code, failure_code::invalid_request);
}

TEST_F(Commands, SaysSoWhenTheStoreCannotTakeAJob) {
  world.store.refuse = [](std::size_t) { return true; };
  EXPECT_EQ(refusal_of("/maps/a"), failure_code::store_unavailable);
  world.store.refuse = nullptr;
  EXPECT_EQ(refusal_of("/maps/a"), std::nullopt);
}

TEST_F(Commands, ListsFinishedJobsUntilTheyAreRemoved) {
  auto id = world.submit("/maps/a").id;
  ASSERT_TRUE(world.run_to_the_end());
  ASSERT_EQ(world.list().size(), 1u);
  EXPECT_EQ(world.list()[0].phase, job_phase::done);
  world.stop();
  world.start();
  ASSERT_EQ(world.list().size(), 1u);
  EXPECT_EQ(command(id, job_command::pause), failure_code::wrong_state);
  EXPECT_EQ(command(id, job_command::remove), std::nullopt);
  EXPECT_TRUE(world.list().empty());
  EXPECT_EQ(command(id, job_command::remove), failure_code::unknown_job);
}

TEST_F(Commands, RemovesNoJobThatHasNotEnded) {
  auto id = world.submit("/maps/a").id;
  EXPECT_EQ(command(id, job_command::remove), failure_code::wrong_state);
  EXPECT_EQ(command("01UNKNOWN", job_command::cancel), failure_code::unknown_job);
}

TEST_F(Commands, CancelsAQueuedJobWithoutAskingAnyServer) {
  world.stop();
  world.options.limits.jobs = 0; // none gets a turn
  world.start();
  auto id = world.submit("/maps/a").id;
  EXPECT_EQ(command(id, job_command::pause), std::nullopt);
  EXPECT_EQ(command(id, job_command::resume), std::nullopt);
  EXPECT_EQ(command(id, job_command::cancel), std::nullopt);
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.history.rows.at(id).phase, job_phase::cancelled);
  EXPECT_EQ(world.server.requests, 0u);
}

TEST_F(Commands, CancelsAPausedJob) {
  auto id = world.submit("/maps/central").id;
  ASSERT_TRUE(world.run_until([&] { return world.store.job(id)->phase == job_phase::running; }));
  EXPECT_EQ(command(id, job_command::pause), std::nullopt);
  EXPECT_EQ(command(id, job_command::cancel), std::nullopt);
  ASSERT_TRUE(world.run_to_the_end());
  EXPECT_EQ(world.history.rows.at(id).phase, job_phase::cancelled);
  EXPECT_TRUE(world.server.replicas.empty());
}

} // namespace
