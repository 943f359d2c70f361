#include "io/http/admission.hpp"

#include <gtest/gtest.h>

using io::admission;
using kind = io::admission::kind;
using namespace std::chrono_literals;

namespace {
const admission::time_point start{};
}

TEST(Admission, GivesAHostItsArtifactsAndOneSmallRequestMore) {
  admission who(8, 4);
  for (int i = 0; i < 4; ++i)
    EXPECT_TRUE(who.enter("a", kind::artifact, start));
  EXPECT_FALSE(who.enter("a", kind::artifact, start));
  EXPECT_TRUE(who.enter("a", kind::small, start)) << "a poll waits behind downloads";
  EXPECT_FALSE(who.enter("a", kind::small, start));
  EXPECT_TRUE(who.enter("b", kind::artifact, start));
}

TEST(Admission, LetsAPollInAlsoWhereABusyHostHasMoreDownloadsThanItWouldGetNow) {
  admission who(8, 4);
  for (int i = 0; i < 4; ++i)
    EXPECT_TRUE(who.enter("a", kind::artifact, start));
  who.slow_down("a", start);
  EXPECT_TRUE(who.enter("a", kind::small, start));
  EXPECT_FALSE(who.enter("a", kind::small, start));
}

TEST(Admission, LetsAPollInWhenDownloadsHoldEveryPlace) {
  admission who(2, 4);
  EXPECT_TRUE(who.enter("a", kind::artifact, start));
  EXPECT_TRUE(who.enter("b", kind::artifact, start));
  EXPECT_FALSE(who.enter("c", kind::artifact, start));
  EXPECT_TRUE(who.enter("c", kind::small, start));
  EXPECT_FALSE(who.enter("d", kind::small, start));
  who.leave("a", kind::artifact);
  EXPECT_TRUE(who.enter("c", kind::artifact, start));
}

TEST(Admission, HalvesABusyHostAndGivesBackOnePlaceAMinute) {
  admission who(8, 4);
  who.slow_down("a", start);
  EXPECT_TRUE(who.enter("a", kind::artifact, start));
  EXPECT_TRUE(who.enter("a", kind::artifact, start));
  EXPECT_FALSE(who.enter("a", kind::artifact, start + 59s));
  EXPECT_TRUE(who.enter("a", kind::artifact, start + 60s));
  EXPECT_FALSE(who.enter("a", kind::artifact, start + 119s));
  EXPECT_TRUE(who.enter("a", kind::artifact, start + 120s));
  EXPECT_FALSE(who.enter("a", kind::artifact, start + 1h)) << "more than the configured limit";
}

TEST(Admission, NeverTakesTheLastPlaceOfABusyHost) {
  admission who(8, 1);
  for (int i = 0; i < 5; ++i)
    who.slow_down("a", start);
  EXPECT_TRUE(who.enter("a", kind::artifact, start));
}
