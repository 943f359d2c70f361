#include "io/http/pace.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace {
const io::pace::time_point start{};
}

TEST(Pace, StallsAfterAMinuteWithoutAByte) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(start);
  EXPECT_FALSE(pace.stalled(start + 59s));
  EXPECT_TRUE(pace.stalled(start + 60s));
  pace.received(1, start + 59s);
  EXPECT_FALSE(pace.stalled(start + 118s));
}

TEST(Pace, DoesNotCountTimeThatWePaused) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(start);
  pace.paused();
  EXPECT_FALSE(pace.stalled(start + 1h));
  EXPECT_FALSE(pace.slow(start + 1h));
  pace.resumed(start + 1h);
  EXPECT_FALSE(pace.stalled(start + 1h + 59s));
  EXPECT_TRUE(pace.stalled(start + 1h + 60s));
}

TEST(Pace, NoticesADripThatNeverStalls) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(start);
  for (auto t = 1s; t < 600s; ++t)
    pace.received(2, start + t);
  EXPECT_FALSE(pace.slow(start + 599s));
  EXPECT_TRUE(pace.slow(start + 600s));
  EXPECT_FALSE(pace.slow(start + 601s)) << "once a window";
}

TEST(Pace, KnowsAFastLinkAndIsNotFooledByABurst) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(start);
  pace.received(2u << 20, start + 1us);
  EXPECT_FALSE(pace.fast()) << "two megabytes out of the kernel's buffer";
  pace.received(2u << 20, start + 10ms);
  EXPECT_TRUE(pace.fast());
  pace.received(1u << 20, start + 3s);
  EXPECT_FALSE(pace.fast());
}
