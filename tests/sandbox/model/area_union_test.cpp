#include "sandbox/model/area_union.hpp"

#include <gtest/gtest.h>

#include "sandbox/model/area_filter.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

bool has_place(const outcome<area>& within, double x, double y) {
  return area_filter{*within}.intersects(geometry{geometry_type::point, {{{x, y}}}});
}

TEST(AreaUnion, HasInsideWhereTwoOverlap) {
  const auto whole = united({make_area({0, 0, 10, 10}, wgs84), make_area({5, 0, 15, 10}, wgs84)});
  ASSERT_TRUE(whole) << whole.error();
  for (const double x : {1.0, 7.0, 14.0})
    EXPECT_TRUE(has_place(whole, x, 5)) << x;
  EXPECT_FALSE(has_place(whole, 16, 5));
  const auto twice = united({make_area({0, 0, 10, 10}, wgs84), make_area({0, 0, 10, 10}, wgs84)});
  ASSERT_TRUE(twice) << twice.error();
  EXPECT_TRUE(has_place(twice, 5, 5));
}

TEST(AreaUnion, FillsAHoleOnlyWhereAnotherCoversIt) {
  area holed = make_area({0, 0, 10, 10}, wgs84);
  holed.rings.push_back(make_area({2, 2, 8, 8}, wgs84).rings[0]);
  const auto whole = united({holed, make_area({2, 2, 4, 4}, wgs84)});
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_TRUE(has_place(whole, 3, 3));
  EXPECT_FALSE(has_place(whole, 6, 6));
  EXPECT_TRUE(has_place(whole, 9, 9));
}

TEST(AreaUnion, CarriesAllToTheReferenceOfTheFirst) {
  const auto metres = project(make_area({20, 0, 30, 10}, wgs84), web_mercator);
  const auto whole = united({make_area({0, 0, 10, 10}, wgs84), *metres});
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_EQ(whole->wkid, wgs84);
  EXPECT_TRUE(has_place(whole, 5, 5));
  EXPECT_TRUE(has_place(whole, 25, 5));
  EXPECT_FALSE(has_place(whole, 15, 5));
  EXPECT_FALSE(united({make_area({0, 0, 10, 10}, wgs84), make_area({0, 0, 10, 10}, 999999)}));
}

TEST(AreaUnion, LeavesASingleAreaAsItIs) {
  const auto whole = united({make_area({0, 0, 10, 10}, 26912)});
  ASSERT_TRUE(whole) << whole.error();
  EXPECT_EQ(whole->rings, make_area({0, 0, 10, 10}, 26912).rings);
  EXPECT_EQ(whole->wkid, 26912);
}

TEST(AreaUnion, RefusesAreasThatCoverNothing) {
  const area line{{{{0, 0}, {5, 5}, {0, 0}, {0, 0}}}, wgs84};
  EXPECT_FALSE(united({line, line}));
}

} // namespace
} // namespace sandbox
