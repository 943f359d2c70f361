#include "sandbox/tiles/clip.hpp"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

const envelope box{0, 0, 10, 10};

TEST(Clip, LeavesARingInsideAsItIs) {
  const path ring{{1, 1}, {1, 5}, {5, 5}, {1, 1}};
  EXPECT_EQ(clip_ring(ring, box), ring);
}

TEST(Clip, GivesNothingForARingOutside) { EXPECT_TRUE(clip_ring({{11, 1}, {11, 5}, {15, 5}, {11, 1}}, box).empty()); }

TEST(Clip, GivesTheBoxForARingAroundIt) {
  const path clipped = clip_ring({{-5, -5}, {-5, 50}, {50, 50}, {50, -5}, {-5, -5}}, box);
  EXPECT_DOUBLE_EQ(doubled_area(clipped), -200);
}

TEST(Clip, KeepsTheSenseAndTheAreaOfWhatIsInside) {
  for (const path& ring :
    {path{{5, 5}, {5, 15}, {15, 15}, {15, 5}, {5, 5}}, path{{5, 5}, {15, 5}, {15, 15}, {5, 15}, {5, 5}}}) {
    const path clipped = clip_ring(ring, box);
    EXPECT_EQ(clipped.front(), clipped.back());
    EXPECT_DOUBLE_EQ(doubled_area(clipped), doubled_area(ring) / 4);
  }
}

TEST(Clip, TakesTheStretchesOfALineThatMayCross) {
  const path line{{-20, 5}, {-15, 5}, {5, 5}, {5, 30}, {20, 30}, {20, 5}, {9, 5}};
  const auto stretches = near_stretches(line, box);
  ASSERT_EQ(stretches.size(), 2u);
  EXPECT_EQ(stretches[0], (path{{-15, 5}, {5, 5}, {5, 30}}));
  EXPECT_EQ(stretches[1], (path{{20, 5}, {9, 5}}));
}

TEST(Clip, ThinsARingAndDropsOneThatCollapses) {
  path round{{0, 0}};
  for (int i = 1; i < 100; ++i)
    round.push_back({i / 10.0, i % 2 / 100.0 + 5});
  round.push_back(round.front());
  const path kept = thinned(round, 1);
  EXPECT_EQ(kept.front(), kept.back());
  EXPECT_LT(kept.size(), 15u);
  EXPECT_TRUE(thinned({{0, 0}, {0, 0.1}, {0.1, 0.1}, {0, 0}}, 1).empty());
}

} // namespace
} // namespace sandbox
