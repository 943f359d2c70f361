#include "io/http/checkpoint_gate.hpp"

#include <gtest/gtest.h>

using namespace std::chrono_literals;

namespace {
constexpr std::uint64_t mib = 1u << 20;
const io::checkpoint_gate::time_point beginning{};
} // namespace

TEST(CheckpointGate, ClosesAtFourUncoveredMegabytesAndOpensWithACheckpoint) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  gate.received(4 * mib - 1, beginning);
  EXPECT_FALSE(gate.closed(beginning, false));
  gate.received(1, beginning);
  EXPECT_TRUE(gate.closed(beginning, false));
  EXPECT_FALSE(gate.closed(beginning, true)) << "a fast link has sixteen";
  gate.confirmed(mib, beginning);
  EXPECT_FALSE(gate.closed(beginning, false));
}

TEST(CheckpointGate, ClosesAtSixteenMegabytesOnAFastLink) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  gate.received(16 * mib, beginning);
  EXPECT_TRUE(gate.closed(beginning, true));
}

TEST(CheckpointGate, ClosesAfterFiveSecondsWithoutACheckpoint) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  gate.received(1, beginning);
  EXPECT_FALSE(gate.closed(beginning + 4999ms, false));
  EXPECT_TRUE(gate.closed(beginning + 5s, false));
  gate.confirmed(0, beginning + 5s);
  EXPECT_FALSE(gate.closed(beginning + 1h, false)) << "nothing is uncovered";
}

TEST(CheckpointGate, IsReportedAtAMegabyteOrASecond) {
  const io::http_options options;
  io::checkpoint_gate gate(options);
  EXPECT_FALSE(gate.report_due(beginning + 1h));
  gate.received(1, beginning);
  EXPECT_FALSE(gate.report_due(beginning + 999ms));
  EXPECT_TRUE(gate.report_due(beginning + 1s));
  gate.reported(beginning + 1s);
  gate.received(mib, beginning + 1s);
  EXPECT_TRUE(gate.report_due(beginning + 1s));
}
