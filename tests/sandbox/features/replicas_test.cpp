#include "sandbox/features/replicas.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::replica_register;

TEST(Replicas, GetANumberWhereTheNameIsTaken) {
  replica_register replicas{"Field"};
  EXPECT_EQ(replicas.reserve("a", "1", "field"), "a");
  EXPECT_EQ(replicas.reserve("a", "2", "field"), "a_0");
  EXPECT_EQ(replicas.reserve("a", "3", "other"), "a_1");
  EXPECT_FALSE(replicas.reserve("", "4", "field").empty());
}

TEST(Replicas, AreListedOnceTheyAreBuiltAndToTheirOwner) {
  replica_register replicas{"Field"};
  replicas.reserve("a", "1", "field");
  EXPECT_TRUE(replicas.of("field").empty());
  replicas.list("1", {{"replicaID", "1"}});
  ASSERT_EQ(replicas.of("field").size(), 1U);
  EXPECT_EQ(replicas.of("field").front().name, "a");
  EXPECT_TRUE(replicas.of("other").empty());
}

TEST(Replicas, TellTheirOwnerAboutThemselves) {
  replica_register replicas{"Field"};
  replicas.reserve("a", "{AB}", "field");
  EXPECT_TRUE(replicas.find("ab", "field").is_null());
  replicas.list("{AB}", {{"replicaName", "a"}});
  EXPECT_EQ(replicas.find("ab", "field").at("replicaName"), "a");
  EXPECT_TRUE(replicas.find("ab", "other").is_null());
}

TEST(Replicas, AreAllRemovedByAStarButNotTheUnfinishedOnes) {
  replica_register replicas{"Field"};
  for (const char* id : {"1", "2", "3"})
    replicas.reserve(id, id, "field");
  replicas.list("1", {{"replicaID", "1"}});
  replicas.list("2", {{"replicaID", "2"}});
  EXPECT_FALSE(replicas.remove("*", "other"));
  EXPECT_TRUE(replicas.remove("*", "field"));
  EXPECT_TRUE(replicas.of("field").empty());
  EXPECT_EQ(replicas.reserve("3", "4", "field"), "3_0"); // the one in the making keeps its name
}

TEST(Replicas, AreRemovedByAnySpellingOfTheirId) {
  replica_register replicas{"Field"};
  replicas.reserve("a", "{58808194-921A-4F9F-AC97-5FFD403368A9}", "field");
  EXPECT_FALSE(replicas.remove("58808194-921a-4f9f-ac97-5ffd403368a9", "other"));
  EXPECT_TRUE(replicas.remove("58808194-921a-4f9f-ac97-5ffd403368a9", "field"));
  EXPECT_FALSE(replicas.remove("58808194-921a-4f9f-ac97-5ffd403368a9", "field"));
  EXPECT_EQ(replicas.reserve("a", "5", "field"), "a"); // the name is free again
}

} // namespace
