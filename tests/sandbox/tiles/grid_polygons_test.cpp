#include "sandbox/tiles/grid_polygons.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace sandbox {
namespace {

TEST(GridPolygons, KeepsRingsWithTheirHoles) {
  const path outer{{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}}, hole{{4, 4}, {6, 4}, {6, 6}, {4, 6}, {4, 4}};
  const auto made = on_whole_numbers({outer, hole});
  ASSERT_EQ(made.size(), 2u);
  EXPECT_DOUBLE_EQ(doubled_area(made[0]), -200);
  EXPECT_DOUBLE_EQ(doubled_area(made[1]), 8);
}

TEST(GridPolygons, RoundsEveryCoordinate) {
  for (const path& ring : on_whole_numbers({{{0.2, 0.3}, {0.4, 10.4}, {10.1, 9.6}, {0.2, 0.3}}})) {
    for (point p : ring)
      EXPECT_TRUE(p.x == std::round(p.x) && p.y == std::round(p.y));
  }
}

TEST(GridPolygons, TakesACrossedRingApart) {
  const auto made = on_whole_numbers({{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}});
  EXPECT_EQ(made.size(), 2u);
  for (const path& ring : made)
    EXPECT_LT(doubled_area(ring), 0);
}

TEST(GridPolygons, DropsWhatCollapses) {
  EXPECT_TRUE(on_whole_numbers({{{0, 0}, {0, 0.2}, {0.2, 0.2}, {0, 0}}}).empty());
  EXPECT_TRUE(on_whole_numbers({}).empty());
}

} // namespace
} // namespace sandbox
