#include "core/plan/area_union.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace {

using ring = std::vector<proto::point>;

ring square(double from, double to) { return {{from, from}, {to, from}, {to, to}, {from, to}, {from, from}}; }
ring turned(ring points) {
  std::ranges::reverse(points);
  return points;
}
proto::polygon shape(std::vector<ring> rings) { return {std::move(rings), {.wkid = 4326}}; }

/// Positive where the ring is clockwise, as Esri's outer rings are.
double clockwise(const ring& points) {
  double twice = 0;
  for (std::size_t i = 1; i < points.size(); ++i)
    twice += points[i].x * points[i - 1].y - points[i - 1].x * points[i].y;
  return twice / 2;
}

std::vector<double> areas(const proto::result<proto::polygon>& united) {
  std::vector<double> all;
  for (const auto& points : united ? united->rings : std::vector<ring>{})
    all.push_back(clockwise(points));
  std::ranges::sort(all);
  return all;
}

using several = std::vector<double>;

TEST(AreaUnion, TurnsOuterRingsClockwiseAndHolesTheOtherWay) {
  // The hole is one by its place: drawn the same way as its outer ring, or not.
  for (const auto& outer : {square(0, 9), turned(square(0, 9))})
    for (const auto& hole : {square(2, 4), turned(square(2, 4))})
      EXPECT_EQ(areas(core::united({shape({outer, hole})})), (several{-4, 81}));
}

TEST(AreaUnion, CountsWhatTwoPolygonsHaveInCommonOnce) {
  EXPECT_EQ(areas(core::united({shape({square(0, 4)}), shape({square(2, 6)})})), (several{28}));
  EXPECT_EQ(areas(core::united({shape({square(0, 9)}), shape({square(2, 4)})})), (several{81}));
}

TEST(AreaUnion, KeepsPartsApartAndAnIslandInAHole) {
  EXPECT_EQ(areas(core::united({shape({square(0, 1)}), shape({square(5, 7)})})), (several{1, 4}));
  EXPECT_EQ(areas(core::united({shape({square(0, 9), square(1, 8)}), shape({square(3, 4)})})), (several{-49, 1, 81}));
}

TEST(AreaUnion, FillsAHoleThatAnotherPolygonCovers) {
  EXPECT_EQ(areas(core::united({shape({square(0, 9), square(2, 4)}), shape({square(1, 5)})})), (several{81}));
}

TEST(AreaUnion, MendsARingThatCrossesItself) {
  EXPECT_EQ(areas(core::united({shape({{{0, 0}, {2, 2}, {2, 0}, {0, 2}, {0, 0}}})})), (several{1, 1}));
}

TEST(AreaUnion, DropsASpike) {
  EXPECT_EQ(areas(core::united({shape({{{0, 0}, {0, 2}, {2, 2}, {4, 4}, {2, 2}, {2, 0}, {0, 0}}})})), (several{4}));
}

TEST(AreaUnion, KeepsTheReferenceAndRefusesWhatHasNoArea) {
  EXPECT_EQ(core::united({shape({square(0, 1)})})->spatial_reference.wkid, 4326);
  EXPECT_FALSE(core::united({shape({{{0, 0}, {1, 1}, {2, 2}, {0, 0}}})}));
  EXPECT_FALSE(core::united({shape({})}));
  EXPECT_FALSE(core::united({}));
}

} // namespace
