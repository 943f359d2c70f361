#include "core/attempt_rules.hpp"
#include "core/checkpoint_rules.hpp"
#include "core/crash_rules.hpp"
#include "core/names.hpp"
#include "core/network_rules.hpp"
#include "core/target_rules.hpp"
#include "core/wait_rules.hpp"

#include <gtest/gtest.h>

#include <chrono>

namespace {

using namespace std::chrono_literals;

TEST(CheckpointRules, OneAMebibyteOrASecondAndOneInFourSecondsOnASlowLink) {
  EXPECT_EQ(core::time_to_checkpoint(1u << 20, 0), 0ms);
  EXPECT_EQ(core::time_to_checkpoint(300'000, 0), 1000ms);
  EXPECT_EQ(core::time_to_checkpoint(300'000, 1000), 0ms);
  EXPECT_EQ(core::time_to_checkpoint(1000, 1000), 3000ms);
  EXPECT_EQ(core::time_to_checkpoint(1000, 4000), 0ms);
  EXPECT_GT(core::time_to_checkpoint(0, 100'000), 0ms);
}

TEST(AttemptRules, ForgetsRequestsOfTheDayBefore) {
  std::vector<std::int64_t> unanswered{0, 1000, std::chrono::milliseconds{24h}.count()};
  core::forget_old(unanswered, std::chrono::milliseconds{24h}.count() + 500);
  EXPECT_EQ(unanswered.size(), 2u);
  EXPECT_TRUE(core::next_submit(std::vector<std::int64_t>(9, 5)).has_value());
  EXPECT_FALSE(core::next_submit(std::vector<std::int64_t>(10, 5)).has_value());
}

TEST(CrashRules, ThreeInTenMinutesAreTooMany) {
  std::vector<std::int64_t> crashes;
  EXPECT_FALSE(core::crashed_too_often(crashes, 0));
  EXPECT_FALSE(core::crashed_too_often(crashes, 300'000));
  EXPECT_FALSE(core::crashed_too_often(crashes, 700'000)); // the first is forgotten
  EXPECT_TRUE(core::crashed_too_often(crashes, 800'000));
}

TEST(NetworkRules, AHostIsLostOnlyWhileAnotherAnswers) {
  std::vector<core::host_state> hosts{{"https://a", false, true, 100}, {"https://b", true, true, 50}};
  EXPECT_FALSE(core::service_lost(hosts, "https://a", 10, 60)); // b answered before we looked, not since
  EXPECT_TRUE(core::service_lost(hosts, "https://a", 10, 50));
  hosts[0].answered = true;
  EXPECT_FALSE(core::service_lost(hosts, "https://a", 10, 50));
  EXPECT_FALSE(core::service_lost({{"https://a", true, true, 20}, {"https://b", true, true, 50}}, "https://a", 10, 50))
    << "it answered somebody else in the meantime";
  EXPECT_FALSE(core::service_lost({{"https://a", false, false, 100}}, "https://a", 0, 0)); // alone with no network
  EXPECT_TRUE(core::service_lost({{"https://b", true, true, 100}}, "https://never.resolved", 0, 0));
}

TEST(WaitRules, AHostThatAnswersAgainEndsTheWaitsForTheNetworkAlone) {
  using core::wake_cause;
  for (const char* name :
    {"network", "certificate", "auth", "busy", "disk", "serverError", "unanswered", "store", ""}) {
    bool of_network = name == std::string{"network"} || name == std::string{"certificate"};
    EXPECT_EQ(core::ends_wait(name, wake_cause::network), of_network) << name;
    EXPECT_EQ(core::ends_wait(name, wake_cause::change), of_network || name == std::string{"auth"}) << name;
    EXPECT_TRUE(core::ends_wait(name, wake_cause::person)) << name;
  }
}

TEST(Names, GuidsAreTheSameInAnySpelling) {
  EXPECT_TRUE(core::same_guid("{0F3C-9A}", "0f3c-9a"));
  EXPECT_TRUE(core::same_guid("R1", "R1"));
  EXPECT_FALSE(core::same_guid("{0F3C-9A}", "0f3c-9b"));
  EXPECT_FALSE(core::same_guid("", "{A}"));
}

TEST(Names, APortalHasOneRootHoweverItIsWritten) {
  for (const char* written : {"https://p.test/portal", "https://p.test/portal/", "https://p.test/portal/sharing",
         "https://p.test/portal/sharing/rest/", "https://p.test/portal/sharing/rest"})
    EXPECT_EQ(core::portal_root(written), "https://p.test/portal") << written;
}

TEST(NetworkRules, KnowsWhichRequestsMayHaveArrived) {
  core::reply answer;
  for (auto [status, arrived] : {std::pair{200, false}, {502, true}, {503, false}, {504, true}, {429, false}}) {
    answer.status = status;
    EXPECT_EQ(core::may_have_arrived(answer), arrived) << status;
  }
}

TEST(TargetRules, SeesDirectoriesThatGetInEachOthersWay) {
  for (const char* other : {"/m/a", "/m/a/", "/m//a", "/m/x/../a", "/m/a/b", "/m", "/", "/m/a.partial",
         "/m/a.partial/p13", "/m/a.report.json"}) {
    EXPECT_TRUE(core::targets_collide("/m/a", other)) << other;
    EXPECT_TRUE(core::targets_collide(other, "/m/a")) << other;
  }
  for (const char* other : {"/m/ab", "/m/b", "/m/a.partialx", "/n/a"}) {
    EXPECT_FALSE(core::targets_collide("/m/a", other)) << other;
    EXPECT_FALSE(core::targets_collide(other, "/m/a")) << other;
  }
}

} // namespace
