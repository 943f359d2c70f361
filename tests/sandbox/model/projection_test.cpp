#include "sandbox/model/projection.hpp"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

void expect_near(const outcome<point>& found, point wanted, double tolerance) {
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->x, wanted.x, tolerance);
  EXPECT_NEAR(found->y, wanted.y, tolerance);
}

TEST(Projection, AgreesWithTheRegisteredExampleOfWebMercator) {
  // EPSG guidance note 7-2, method 1024: 24 22'54.433" N, 100 20'00" W
  const point degrees{-(100 + 20.0 / 60), 24 + 22.0 / 60 + 54.433 / 3600};
  expect_near(project(degrees, wgs84, web_mercator), {-11169055.58, 2800000.00}, 0.01);
  expect_near(project(point{-11169055.58, 2800000.00}, web_mercator, wgs84), degrees, 1e-7);
}

TEST(Projection, TakesTheVendorsIdsForWebMercator) {
  for (int id : {102100, 102113, 3857})
    expect_near(project(point{180, 0}, wgs84, id), {20037508.342789244, 0}, 1e-6);
}

TEST(Projection, KeepsEastBeforeNorthInReferencesThatPreferTheOther) {
  // 4258 (ETRS89) lists latitude first; 26912 is UTM zone 12 north.
  expect_near(project(point{10, 50}, wgs84, 4258), {10, 50}, 1e-4);
  expect_near(project(point{-111, 40}, wgs84, 26912), {500000, 4427757.2}, 2);
  expect_near(project(point{500000, 4427757.2}, 26912, wgs84), {-111, 40}, 1e-4);
}

TEST(Projection, CutsThePolesOnTheWayToWebMercator) {
  expect_near(project(point{0, -90}, wgs84, web_mercator), {0, -20037508.342789244}, 1e-3);
}

TEST(Projection, LeavesAShapeOutThatCannotBeCarriedOverAndKeepsTheOthers) {
  const geometry here{geometry_type::point, {{{-111, 40}}}, {}}, nowhere{geometry_type::point, {{{1e30, 1e30}}}, {}};
  const auto moved = project(std::vector<geometry>{here, nowhere}, wgs84, 26912);
  ASSERT_TRUE(moved) << moved.error();
  EXPECT_FALSE((*moved)[0].empty());
  EXPECT_EQ((*moved)[1], (geometry{geometry_type::point, {}, {}}));
  EXPECT_FALSE(project(nowhere, wgs84, 26912));
}

TEST(Projection, SaysWhichReferenceItDoesNotKnow) {
  EXPECT_FALSE(known_wkid(99999999));
  EXPECT_TRUE(known_wkid(102039)); // of the vendor's authority
  const auto failed = project(point{0, 0}, 99999999, wgs84);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().find("99999999"), std::string::npos);
}

TEST(Projection, DividesTheEdgesOfAnAreaWhereTheyBendButNeverAFeature) {
  const area asked = make_area({-112, 38, -109, 41}, wgs84);
  const auto utm = project(asked, 26912);
  ASSERT_TRUE(utm);
  EXPECT_GT(utm->rings[0].size(), asked.rings[0].size());
  const auto shape = project(geometry{geometry_type::polygon, asked.rings}, wgs84, 26912);
  ASSERT_TRUE(shape);
  EXPECT_EQ(shape->parts[0].size(), asked.rings[0].size());
  const auto mercator = project(asked, web_mercator);
  ASSERT_TRUE(mercator);
  EXPECT_EQ(mercator->rings[0].size(), asked.rings[0].size());
  EXPECT_EQ(mercator->wkid, web_mercator);
}

} // namespace
} // namespace sandbox
