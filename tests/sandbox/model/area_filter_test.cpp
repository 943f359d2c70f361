#include "sandbox/model/area_filter.hpp"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

const path outer{{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}};
const path hole{{4, 4}, {6, 4}, {6, 6}, {4, 6}, {4, 4}};

geometry at(double x, double y) { return {geometry_type::point, {{{x, y}}}}; }
geometry square(double x, double y, double size) {
  return {geometry_type::polygon, make_area({x, y, x + size, y + size}, wgs84).rings};
}

TEST(AreaFilter, TakesWhatLiesInsideOrTouchesTheEdge) {
  const area_filter filter{area{{outer}, wgs84}};
  EXPECT_TRUE(filter.intersects(at(5, 5)));
  EXPECT_TRUE(filter.intersects(at(10, 5)));
  EXPECT_TRUE(filter.intersects(at(0, 0)));
  EXPECT_FALSE(filter.intersects(at(10.0001, 5)));
  EXPECT_TRUE(filter.intersects(square(9, 9, 5)));
  EXPECT_TRUE(filter.intersects(square(-5, -5, 50)));
  EXPECT_TRUE(filter.intersects(envelope{10, 10, 12, 12}));
  EXPECT_FALSE(filter.intersects(envelope{11, 11, 12, 12}));
  EXPECT_FALSE(filter.intersects(geometry{}));
}

TEST(AreaFilter, CoversABoxOfWhichNothingLiesOutside) {
  const area_filter filter{area{{outer, hole}, wgs84}};
  EXPECT_TRUE(filter.covers({0, 0, 4, 4}));
  EXPECT_FALSE(filter.covers({0, 0, 4.1, 4.1}));
  EXPECT_FALSE(filter.covers({3, 3, 7, 7}));
  EXPECT_FALSE(filter.covers({9, 9, 11, 10}));
  EXPECT_FALSE(filter.covers({20, 20, 21, 21}));
}

TEST(AreaFilter, IsReadyForThousandsOfRings) {
  std::vector<path> rings;
  for (int i = 0; i < 4000; ++i)
    rings.push_back(square(i % 63, i / 63, 0.5).parts[0]); // NOLINT(bugprone-integer-division): rows of squares
  const area_filter filter{area{rings, wgs84}};
  EXPECT_TRUE(filter.intersects(at(31.25, 31.25)));
  EXPECT_FALSE(filter.intersects(at(31.75, 31.25)));
}

TEST(AreaFilter, LeavesOutWhatLiesInAHoleHoweverItsRingRuns) {
  path reversed{hole.rbegin(), hole.rend()};
  for (const path& inner : {hole, reversed}) {
    for (const std::vector<path>& rings : {std::vector{outer, inner}, std::vector{inner, outer}}) {
      const area_filter filter{area{rings, wgs84}};
      EXPECT_FALSE(filter.intersects(at(5, 5)));
      EXPECT_FALSE(filter.intersects(square(4.5, 4.5, 1)));
      EXPECT_TRUE(filter.intersects(square(4.5, 4.5, 2)));
      EXPECT_TRUE(filter.intersects(at(4, 5)));
    }
  }
}

TEST(AreaFilter, SeesTheHoleOfAFeature) {
  const geometry ring_shaped{geometry_type::polygon, {outer, hole}};
  EXPECT_FALSE(area_filter{make_area({4.5, 4.5, 5.5, 5.5}, wgs84)}.intersects(ring_shaped));
  EXPECT_TRUE(area_filter{make_area({3.5, 4.5, 5.5, 5.5}, wgs84)}.intersects(ring_shaped));
}

TEST(AreaFilter, FollowsAPolygonNotItsExtent) {
  const area_filter triangle{area{{{{0, 0}, {0, 10}, {10, 10}, {0, 0}}}, wgs84}};
  EXPECT_TRUE(triangle.intersects(at(1, 9)));
  EXPECT_FALSE(triangle.intersects(at(9, 1)));
  EXPECT_FALSE(triangle.intersects(envelope{8, 0, 10, 2}));
}

TEST(AreaFilter, EndsWellForAnAreaThatIsNone) {
  for (const area& none : {area{}, area{{{{1, 1}, {1, 1}, {1, 1}, {1, 1}}}, wgs84},
         area{{{{0, 0}, {5, 5}, {5, 0}, {0, 5}, {0, 0}}}, wgs84}}) {
    const area_filter filter{none};
    EXPECT_FALSE(filter.intersects(at(20, 20)));
  }
}

TEST(AreaFilter, MeetsLinesThatCrossIt) {
  const area_filter filter{area{{outer}, wgs84}};
  EXPECT_TRUE(filter.intersects(geometry{geometry_type::polyline, {{{-5, 5}, {15, 5}}}}));
  EXPECT_FALSE(filter.intersects(geometry{geometry_type::polyline, {{{-5, 11}, {15, 11}}}}));
}

} // namespace
} // namespace sandbox
