#include "proto/record/layer_record.hpp"

#include "tests/support/seed.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace {

using proto::byte_range;
using proto::byte_ranges;

TEST(ByteRanges, TouchingAndOverlappingRangesBecomeOne) {
  byte_ranges ranges;
  proto::add_range(ranges, {10, 20});
  proto::add_range(ranges, {30, 40});
  proto::add_range(ranges, {20, 30});
  EXPECT_EQ(ranges, (byte_ranges{{10, 40}}));
  proto::add_range(ranges, {0, 5});
  proto::add_range(ranges, {50, 60});
  EXPECT_EQ(ranges, (byte_ranges{{0, 5}, {10, 40}, {50, 60}}));
  proto::add_range(ranges, {4, 51});
  EXPECT_EQ(ranges, (byte_ranges{{0, 60}}));
  EXPECT_EQ(proto::total(ranges), 60u);
}

TEST(ByteRanges, EmptyRangesChangeNothing) {
  byte_ranges ranges{{1, 2}};
  proto::add_range(ranges, {5, 5});
  proto::add_range(ranges, {9, 3});
  EXPECT_EQ(ranges, (byte_ranges{{1, 2}}));
}

TEST(ByteRanges, AgreeWithASetOfBytes) {
  std::mt19937_64 random{test_seed()};
  for (int round = 0; round < 200; ++round) {
    std::vector<bool> bytes(64);
    byte_ranges ranges;
    for (int i = 0; i < 12; ++i) {
      const std::uint64_t begin = random() % 64, end = random() % 65;
      proto::add_range(ranges, {begin, end});
      for (auto at = begin; at < end; ++at)
        bytes[at] = true;
      byte_ranges expected;
      for (std::uint64_t at = 0; at < 64; ++at)
        if (bytes[at] && (expected.empty() || expected.back().end != at))
          expected.push_back({at, at + 1});
        else if (bytes[at])
          expected.back().end = at + 1;
      ASSERT_EQ(ranges, expected);
    }
  }
}

} // namespace
