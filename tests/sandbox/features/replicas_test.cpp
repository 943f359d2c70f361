#include "sandbox/features/replicas.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::replica_register;

TEST(Replicas, GetANumberWhereTheNameIsTaken) {
  replica_register replicas{"Field"};
  EXPECT_EQ(replicas.reserve("a", "1", "field").name, "a");
  EXPECT_EQ(replicas.reserve("a", "2", "field").name, "a_0");
  EXPECT_EQ(replicas.reserve("a", "3", "other").name, "a_1");
  EXPECT_FALSE(replicas.reserve("", "4", "field").name.empty());
}

TEST(Replicas, AreListedOnceTheyAreBuiltAndToTheirOwner) {
  replica_register replicas{"Field"};
  replicas.reserve("a", "1", "field");
  EXPECT_TRUE(replicas.of("field").empty());
  replicas.list("1");
  ASSERT_EQ(replicas.of("field").size(), 1U);
  EXPECT_EQ(replicas.of("field").front().name, "a");
  EXPECT_TRUE(replicas.of("other").empty());
}

TEST(Replicas, AreRemovedByAnySpellingOfTheirId) {
  replica_register replicas{"Field"};
  replicas.reserve("a", "{58808194-921A-4F9F-AC97-5FFD403368A9}", "field");
  EXPECT_FALSE(replicas.remove("58808194-921a-4f9f-ac97-5ffd403368a9", "other"));
  EXPECT_TRUE(replicas.remove("58808194-921a-4f9f-ac97-5ffd403368a9", "field"));
  EXPECT_FALSE(replicas.remove("58808194-921a-4f9f-ac97-5ffd403368a9", "field"));
  EXPECT_EQ(replicas.reserve("a", "5", "field").name, "a"); // the name is free again
}

} // namespace
