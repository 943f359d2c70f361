#include "io/http/checkpoint_gate.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace {
constexpr std::uint64_t mib = 1u << 20;
const io::checkpoint_gate::time_point start{};
} // namespace

TEST(CheckpointGate, ClosesAtFourUncoveredMegabytesAndOpensWithACheckpoint) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  gate.received(4 * mib - 1, start);
  EXPECT_FALSE(gate.closed(start, false));
  gate.received(1, start);
  EXPECT_TRUE(gate.closed(start, false));
  EXPECT_FALSE(gate.closed(start, true)) << "a fast link has sixteen";
  gate.confirmed(mib, start);
  EXPECT_FALSE(gate.closed(start, false));
}

TEST(CheckpointGate, ClosesAtSixteenMegabytesOnAFastLink) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  gate.received(16 * mib, start);
  EXPECT_TRUE(gate.closed(start, true));
}

TEST(CheckpointGate, ClosesAfterFiveSecondsWithoutACheckpoint) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  gate.received(1, start);
  EXPECT_FALSE(gate.closed(start + 4999ms, false));
  EXPECT_TRUE(gate.closed(start + 5s, false));
  gate.confirmed(0, start + 5s);
  EXPECT_FALSE(gate.closed(start + 1h, false)) << "nothing is uncovered";
}

TEST(CheckpointGate, IsReportedAtAMegabyteOrASecond) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  EXPECT_FALSE(gate.report_due(start + 1h));
  gate.received(1, start);
  EXPECT_FALSE(gate.report_due(start + 999ms));
  EXPECT_TRUE(gate.report_due(start + 1s));
  gate.reported(start + 1s);
  gate.received(mib, start + 1s);
  EXPECT_TRUE(gate.report_due(start + 1s));
}
