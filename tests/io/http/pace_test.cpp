#include "io/http/pace.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace {
const io::pace::time_point at_rest{};
}

TEST(Pace, StallsAfterAMinuteWithoutAByte) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(at_rest);
  EXPECT_FALSE(pace.stalled(at_rest + 59s));
  EXPECT_TRUE(pace.stalled(at_rest + 60s));
  pace.received(1, at_rest + 59s);
  EXPECT_FALSE(pace.stalled(at_rest + 118s));
}

TEST(Pace, DoesNotCountTimeThatWePaused) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(at_rest);
  pace.paused();
  EXPECT_FALSE(pace.stalled(at_rest + 1h));
  EXPECT_FALSE(pace.slow(at_rest + 1h));
  pace.resumed(at_rest + 1h);
  EXPECT_FALSE(pace.stalled(at_rest + 1h + 59s));
  EXPECT_TRUE(pace.stalled(at_rest + 1h + 60s));
}

TEST(Pace, NoticesADripThatNeverStalls) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(at_rest);
  for (auto t = 1s; t < 600s; ++t)
    pace.received(2, at_rest + t);
  EXPECT_FALSE(pace.slow(at_rest + 599s));
  EXPECT_TRUE(pace.slow(at_rest + 600s));
  EXPECT_FALSE(pace.slow(at_rest + 601s)) << "once a window";
}

TEST(Pace, KnowsAFastLinkAndIsNotFooledByABurst) {
  const io::http_options options;
  io::pace pace(options);
  pace.begin(at_rest);
  pace.received(2u << 20, at_rest + 1us);
  EXPECT_FALSE(pace.fast()) << "two megabytes out of the kernel's buffer";
  pace.received(2u << 20, at_rest + 10ms);
  EXPECT_TRUE(pace.fast());
  pace.received(1u << 20, at_rest + 3s);
  EXPECT_FALSE(pace.fast());
}
