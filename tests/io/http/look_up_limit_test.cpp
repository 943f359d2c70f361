#include "io/http/look_up_limit.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

TEST(LookUpLimit, IsReachedWithSixteenLeftBehindAndEndsWhenTheyHaveEnded) {
  const io::look_up_limit::time_point start{};
  io::look_up_limit limit;
  for (int i = 0; i < 16; ++i) {
    EXPECT_FALSE(limit.reached(start + i * 1s)) << i;
    limit.left_behind(start + i * 1s);
  }
  EXPECT_TRUE(limit.reached(start + 59s));
  EXPECT_FALSE(limit.reached(start + 60s));
  limit.left_behind(start + 60s);
  EXPECT_TRUE(limit.reached(start + 60s));
  EXPECT_FALSE(limit.reached(start + 1h));
}
