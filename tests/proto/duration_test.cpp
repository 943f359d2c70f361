#include "proto/duration.hpp"

#include <gtest/gtest.h>

namespace {

using namespace std::chrono_literals;

TEST(Duration, PeopleWriteUnits) {
  EXPECT_EQ(proto::read_duration("30s"), 30s);
  EXPECT_EQ(proto::read_duration("10min"), 600s);
  EXPECT_EQ(proto::read_duration("10m"), 600s);
  EXPECT_EQ(proto::read_duration("48h"), 48h);
  EXPECT_EQ(proto::read_duration("1d2h3min4s"), 93784s);
  EXPECT_EQ(proto::read_duration("0s"), 0s);
}

TEST(Duration, AnythingElseIsNone) {
  for (const char* text :
    {"", "h", "5", "-1h", "1w", "1.5h", "1h ", "2min1h", "1h1h", "1m1min", "99999999999999999999h", "11d11", "4000d"})
    EXPECT_FALSE(proto::read_duration(text)) << text;
}

TEST(Duration, WhatIsWrittenIsReadAgain) {
  EXPECT_EQ(proto::duration_text(90min), "1h30min");
  EXPECT_EQ(proto::duration_text(0s), "0s");
  for (std::int64_t seconds = 1; seconds < 40'000'000; seconds = seconds * 3 + 1)
    EXPECT_EQ(proto::read_duration(proto::duration_text(std::chrono::seconds{seconds})), std::chrono::seconds{seconds});
}

} // namespace
