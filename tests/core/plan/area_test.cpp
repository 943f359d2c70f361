#include "core/plan/area.hpp"

#include <gtest/gtest.h>

namespace {

using core::coverage;

const proto::spatial_reference wgs84{4326, 0, {}};
const proto::spatial_reference mercator{102100, 3857, {}};

proto::envelope box(double xmin, double ymin, double xmax, double ymax, const proto::spatial_reference& sr) {
  return {xmin, ymin, xmax, ymax, sr};
}

bool crosses(const proto::area& a) {
  auto answer = core::crosses_dateline(a);
  EXPECT_TRUE(answer);
  return answer && *answer;
}

TEST(Area, IsProjectedEastFirstWhateverTheReferencesAxisOrder) {
  const auto image = core::project(box(-110, 38, -109, 39, wgs84), mercator);
  ASSERT_TRUE(image);
  const auto& b = std::get<proto::envelope>(*image);
  EXPECT_NEAR(b.xmin, -12245143.987, 0.001);
  EXPECT_NEAR(b.xmax, -12133824.496, 0.001);
  EXPECT_NEAR(b.ymin, 4579425.813, 0.001);
  EXPECT_NEAR(b.ymax, 4721671.572, 0.001);
  EXPECT_EQ(b.spatial_reference, mercator);
}

TEST(Area, ComesBackFromAnotherReference) {
  const auto there = core::project(box(-110, 38, -109, 39, wgs84), mercator);
  ASSERT_TRUE(there);
  const auto degrees = core::wgs84_extent(*there);
  ASSERT_TRUE(degrees);
  const std::array<double, 4> expected{-110, 38, -109, 39};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR((*degrees)[i], expected[i], 1e-9);
}

TEST(Area, KeepsItsPlaceInAReferenceThatIsTheSameByAnotherNumber) {
  const auto image = core::project(box(1, 2, 3, 4, {102100, 0, {}}), {3857, 0, {}});
  ASSERT_TRUE(image);
  EXPECT_EQ(std::get<proto::envelope>(*image).xmin, 1);
}

TEST(Area, BoxInAConicReferenceHoldsTheBulgeOfItsEdges) {
  // North America Albers: parallels are arcs, so the middle of the northern edge
  // lies beyond its corners.
  const auto image = core::project(box(-120, 30, -72, 50, wgs84), {102008, 102008, {}});
  ASSERT_TRUE(image);
  const auto middle = core::project(box(-96, 29.9, -95.9, 30, wgs84), {102008, 102008, {}});
  ASSERT_TRUE(middle);
  const auto& b = std::get<proto::envelope>(*image);
  EXPECT_LE(b.ymin, std::get<proto::envelope>(*middle).ymax);
  EXPECT_GT(b.xmax, 0);
  EXPECT_LT(b.xmin, 0);
}

TEST(Area, EnvelopeStaysOneOnlyWhereItsImageIsOne) {
  const auto in_mercator = core::project_exactly(box(-110, 38, -109, 39, wgs84), mercator);
  ASSERT_TRUE(in_mercator);
  EXPECT_EQ(*in_mercator, *core::project(box(-110, 38, -109, 39, wgs84), mercator));
  const auto in_albers = core::project_exactly(box(-120, 30, -72, 50, wgs84), {102008, 102008, {}});
  ASSERT_TRUE(in_albers);
  ASSERT_TRUE(std::holds_alternative<proto::polygon>(*in_albers));
  const auto around = core::project(box(-120, 30, -72, 50, wgs84), {102008, 102008, {}});
  EXPECT_EQ(*around, proto::area{proto::box_of(*in_albers)});
}

/// Points of the exact image come back into the envelope, those of its box's corners do not.
TEST(Area, ExactImageHoldsNothingBesideTheEnvelope) {
  const proto::spatial_reference albers{102008, 102008, {}};
  const auto image = core::project_exactly(box(-120, 30, -72, 50, wgs84), albers);
  ASSERT_TRUE(image);
  const auto back = core::wgs84_extent(*image);
  ASSERT_TRUE(back);
  const std::array<double, 4> expected{-120, 30, -72, 50};
  for (std::size_t i = 0; i < 4; ++i)
    EXPECT_NEAR((*back)[i], expected[i], 0.02);
  const auto around = proto::box_of(*image);
  EXPECT_FALSE(core::meets(*image, {around.xmin, around.ymin, around.xmin + 1000, around.ymin + 1000, albers}));
}

TEST(Area, ReferencesGivenAsTextAreProjectedToo) {
  const proto::spatial_reference utm{0, 0,
    "PROJCS[\"UTM 12N\",GEOGCS[\"WGS 84\",DATUM[\"WGS_1984\",SPHEROID[\"WGS 84\",6378137,298.257223563]],"
    "PRIMEM[\"Greenwich\",0],UNIT[\"degree\",0.0174532925199433]],PROJECTION[\"Transverse_Mercator\"],"
    "PARAMETER[\"latitude_of_origin\",0],PARAMETER[\"central_meridian\",-111],PARAMETER[\"scale_factor\",0.9996],"
    "PARAMETER[\"false_easting\",500000],PARAMETER[\"false_northing\",0],UNIT[\"metre\",1]]"};
  const auto image = core::project_exactly(box(580000, 4200000, 620000, 4250000, utm), wgs84);
  ASSERT_TRUE(image);
  const auto around = proto::box_of(*image);
  EXPECT_NEAR(around.xmin, -110.09, 0.02);
  EXPECT_NEAR(around.ymin, 37.94, 0.02);
  EXPECT_TRUE(std::holds_alternative<proto::polygon>(*image));
}

TEST(Area, MeetsABoxByItsShapeAndNotByItsOwnBox) {
  const proto::polygon corner{{{{0, 0}, {0, 10}, {10, 10}, {0, 0}}}, mercator};
  EXPECT_TRUE(core::meets(corner, box(1, 8, 2, 9, mercator)));
  EXPECT_FALSE(core::meets(corner, box(8, 1, 9, 2, mercator)));
  EXPECT_TRUE(core::meets(box(0, 0, 10, 10, mercator), box(8, 1, 9, 2, mercator)));
  EXPECT_FALSE(core::meets(box(0, 0, 10, 10, mercator), box(11, 1, 12, 2, mercator)));
}

TEST(Area, PolygonGetsPointsOnItsLongEdges) {
  const proto::polygon triangle{{{{-120, 30}, {-72, 50}, {-72, 30}, {-120, 30}}}, wgs84};
  const auto image = core::project(triangle, mercator);
  ASSERT_TRUE(image);
  const auto& ring = std::get<proto::polygon>(*image).rings.at(0);
  EXPECT_GT(ring.size(), 60u);
  EXPECT_EQ(ring.front(), ring.back());
}

TEST(Area, WholeWorldInDegreesIsCutToTheSquareOfWebMaps) {
  const auto image = core::project(box(-180, -90, 180, 90, wgs84), mercator);
  ASSERT_TRUE(image);
  EXPECT_NEAR(std::get<proto::envelope>(*image).ymax, 20037508.342789244, 1e-3);
}

TEST(Area, CrossesTheDatelineOnlyWhenItDoes) {
  EXPECT_FALSE(crosses(box(-180, -85, 180, 85, wgs84)));
  EXPECT_FALSE(crosses(box(170, -20, 180, -10, wgs84)));
  EXPECT_TRUE(crosses(box(170, -20, 190, -10, wgs84)));
  EXPECT_TRUE(crosses(box(-190, -20, -170, -10, wgs84)));
  EXPECT_FALSE(crosses(box(-20037508.342789244, -1e6, 20037508.342789244, 1e6, mercator)));
  EXPECT_TRUE(crosses(box(19e6, -1e6, 21e6, 1e6, mercator)));
  EXPECT_FALSE(crosses(box(-9813416, 5126112, -9812775, 5127101, mercator)));
  // New Zealand Transverse Mercator reaches the Chatham Islands beyond 180°.
  EXPECT_FALSE(crosses(box(1.5e6, 5.2e6, 1.7e6, 5.4e6, {2193, 0, {}})));
  EXPECT_TRUE(crosses(box(1.5e6, 5.0e6, 2.6e6, 5.4e6, {2193, 0, {}})));
}

TEST(Area, UnknownReferenceIsAFailureThatNamesIt) {
  const auto image = core::project(box(1, 2, 3, 4, {999999, 0, {}}), mercator);
  ASSERT_FALSE(image);
  EXPECT_EQ(image.error().code, proto::failure_code::spatial_reference_invalid);
  EXPECT_NE(image.error().subject.find("999999"), std::string::npos);
  EXPECT_FALSE(core::crosses_dateline(box(1, 2, 3, 4, {})));
}

TEST(Area, ReferencesHaveTheNamesThatPackagesUse) {
  EXPECT_EQ(core::reference_name(mercator), "WGS_1984_Web_Mercator_Auxiliary_Sphere");
  EXPECT_EQ(core::reference_name({3857, 0, {}}), "WGS_1984_Web_Mercator_Auxiliary_Sphere");
  EXPECT_EQ(core::reference_name(wgs84), "GCS_WGS_1984");
  EXPECT_EQ(core::reference_name({2193, 0, {}}), "NZGD_2000_New_Zealand_Transverse_Mercator");
  EXPECT_EQ(core::reference_name({102008, 0, {}}), "North_America_Albers_Equal_Area_Conic");
  EXPECT_EQ(core::reference_name({999999, 0, {}}), "");
  EXPECT_EQ(core::reference_name({0, 0, "LOCAL_CS[\"Quarry grid\",nonsense"}), "Quarry grid");
}

TEST(PolygonCover, KnowsHolesIslandsAndMends) {
  const core::polygon_cover ring(
    {{{{0, 0}, {0, 10}, {10, 10}, {10, 0}, {0, 0}}, {{3, 3}, {7, 3}, {7, 7}, {3, 7}, {3, 3}}}, mercator});
  EXPECT_EQ(ring.of(1, 1, 2, 2), coverage::inside);
  EXPECT_EQ(ring.of(4, 4, 6, 6), coverage::outside);
  EXPECT_EQ(ring.of(2, 2, 4, 4), coverage::partly);
  EXPECT_EQ(ring.of(20, 20, 21, 21), coverage::outside);
  const core::polygon_cover bow_tie({{{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}}, mercator});
  EXPECT_EQ(bow_tie.of(8.5, 4.5, 9, 5), coverage::inside);
  EXPECT_EQ(bow_tie.of(4, 8, 6, 9), coverage::outside);
  const core::polygon_cover line({{{{0, 0}, {10, 10}, {0, 0}}}, mercator});
  EXPECT_EQ(line.of(4, 4, 5, 5), coverage::partly);
}

} // namespace
