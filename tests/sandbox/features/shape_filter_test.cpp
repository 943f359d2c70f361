#include "sandbox/features/shape_filter.hpp"

#include <gtest/gtest.h>

#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

geometry box(double x0, double y0, double x1, double y1) {
  return {geometry_type::polygon, make_area({x0, y0, x1, y1}, wgs84).rings, {}};
}
geometry spot(double x, double y) { return {geometry_type::point, {{{x, y}}}, {}}; }
geometry line(path vertices) { return {geometry_type::polyline, {std::move(vertices)}, {}}; }

bool meets(const geometry& asked, spatial_relation relation, const geometry& shape, double metres = 0) {
  const auto filter = shape_filter::make({asked, wgs84}, relation, metres);
  EXPECT_TRUE(filter) << filter.error();
  return filter->meets(shape, shape.extent());
}

TEST(ShapeFilter, KnowsEveryRelationByItsName) {
  EXPECT_EQ(relation_named("esriSpatialRelWithin"), spatial_relation::within);
  EXPECT_EQ(relation_named("ESRISPATIALRELDISJOINT"), spatial_relation::disjoint);
  EXPECT_FALSE(relation_named("esriSpatialRelRelation"));
}

TEST(ShapeFilter, JudgesHowTheAskedShapeLiesToAFeature) {
  const geometry asked = box(0, 0, 10, 10);
  using enum spatial_relation;
  EXPECT_TRUE(meets(asked, intersects, box(2, 2, 3, 3)));
  EXPECT_TRUE(meets(asked, intersects, box(10, 10, 12, 12)));
  EXPECT_FALSE(meets(asked, intersects, box(10.1, 0, 12, 12)));
  EXPECT_TRUE(meets(asked, contains, spot(5, 5)));
  EXPECT_FALSE(meets(asked, contains, box(5, 5, 11, 6)));
  EXPECT_TRUE(meets(spot(5, 5), within, asked));
  EXPECT_FALSE(meets(asked, within, spot(5, 5)));
  EXPECT_TRUE(meets(asked, crosses, line({{5, 5}, {15, 5}})));
  EXPECT_FALSE(meets(asked, crosses, line({{5, 5}, {6, 5}})));
  EXPECT_TRUE(meets(asked, overlaps, box(5, 5, 15, 15)));
  EXPECT_FALSE(meets(asked, overlaps, box(5, 5, 6, 6)));
  EXPECT_TRUE(meets(asked, touches, box(10, 0, 12, 10)));
  EXPECT_FALSE(meets(asked, touches, box(9, 0, 12, 10)));
  EXPECT_TRUE(meets(asked, disjoint, spot(20, 20)));
  EXPECT_FALSE(meets(asked, disjoint, spot(5, 5)));
}

TEST(ShapeFilter, LooksAtExtentsOnlyWhereThatIsAsked) {
  const geometry asked = box(8, 1, 9, 2), diagonal = line({{0, 0}, {10, 10}});
  EXPECT_FALSE(meets(asked, spatial_relation::intersects, diagonal));
  EXPECT_TRUE(meets(asked, spatial_relation::envelope_intersects, diagonal));
  EXPECT_TRUE(meets(asked, spatial_relation::index_intersects, diagonal));
  EXPECT_TRUE(meets(diagonal, spatial_relation::envelope_intersects, asked));
  EXPECT_FALSE(meets(diagonal, spatial_relation::envelope_intersects, box(11, 0, 12, 10)));
}

TEST(ShapeFilter, TakesARingWithinARingForAHole) {
  geometry ring = box(0, 0, 10, 10);
  ring.parts.push_back(box(4, 4, 6, 6).parts[0]);
  EXPECT_FALSE(meets(ring, spatial_relation::intersects, spot(5, 5)));
  EXPECT_TRUE(meets(ring, spatial_relation::intersects, spot(2, 2)));
}

TEST(ShapeFilter, WidensByMetres) {
  const geometry middle = spot(-110, 38);
  const double degree = 111'319.49; // of latitude, in metres
  EXPECT_TRUE(meets(middle, spatial_relation::intersects, spot(-110, 38.0099), 0.01 * degree));
  EXPECT_FALSE(meets(middle, spatial_relation::intersects, spot(-110, 38.0101), 0.01 * degree));
  EXPECT_TRUE(meets(middle, spatial_relation::intersects, spot(-110 + 0.0099 / 0.788, 38), 0.01 * degree));
  EXPECT_FALSE(meets(middle, spatial_relation::intersects, spot(-110 + 0.0102 / 0.788, 38), 0.01 * degree));
}

TEST(ShapeFilter, WidensThousandsOfPlaces) {
  geometry places{geometry_type::multipoint, {{}}, {}};
  for (int i = 0; i < 4000; ++i)
    places.parts[0].push_back({-110 + 0.001 * (i % 63), 38 + 0.001 * (i / 63)});
  EXPECT_TRUE(meets(places, spatial_relation::intersects, spot(-110.05, 38), 5000));
  EXPECT_FALSE(meets(places, spatial_relation::intersects, spot(-110.05, 38), 4000));
  EXPECT_FALSE(shape_filter::make({places, wgs84}, spatial_relation::contains, 5000));
}

TEST(ShapeFilter, WidensAnAreaAndWhatLiesInIt) {
  EXPECT_TRUE(meets(box(-110, 38, -109, 39), spatial_relation::intersects, spot(-109.5, 38.5), 10));
  EXPECT_TRUE(meets(box(-110, 38, -109, 39), spatial_relation::intersects, spot(-109.5, 39.01), 2000));
  EXPECT_FALSE(meets(box(-110, 38, -109, 39), spatial_relation::intersects, spot(-109.5, 39.02), 2000));
  EXPECT_TRUE(meets(spot(-110, 38), spatial_relation::contains, box(-110.01, 37.99, -109.99, 38.01), 2000));
  EXPECT_FALSE(meets(spot(-110, 38), spatial_relation::contains, box(-110.01, 37.99, -109.99, 38.02), 2000));
}

TEST(ShapeFilter, KeepsEdgesStraightOnThePlaneOfTheServices) {
  const geometry slanted{geometry_type::polygon, {{{-120, 0}, {-120, 60}, {-60, 60}, {-120, 0}}}, {}};
  // Halfway along the long edge web mercator is at 35.2 degrees, not at 30.
  EXPECT_TRUE(meets(slanted, spatial_relation::intersects, spot(-90, 36)));
  EXPECT_FALSE(meets(slanted, spatial_relation::intersects, spot(-90, 34)));
  const auto metres = project(placed_geometry{slanted, wgs84}, web_mercator);
  ASSERT_TRUE(metres);
  const auto filter = shape_filter::make(*metres, spatial_relation::intersects, 0);
  ASSERT_TRUE(filter);
  EXPECT_TRUE(filter->meets(spot(-90, 36), spot(-90, 36).extent()));
  EXPECT_FALSE(filter->meets(spot(-90, 34), spot(-90, 34).extent()));
}

TEST(ShapeFilter, TakesAnAreaWithoutWidthForALine) {
  EXPECT_TRUE(meets(box(5, 0, 5, 10), spatial_relation::intersects, line({{0, 5}, {10, 5}})));
  EXPECT_FALSE(meets(box(5, 0, 5, 4), spatial_relation::intersects, line({{0, 5}, {10, 5}})));
  EXPECT_TRUE(meets(box(5, 5, 5, 5), spatial_relation::intersects, box(0, 0, 10, 10)));
  EXPECT_FALSE(meets(box(5, 86, 6, 89), spatial_relation::intersects, spot(5.5, 80)));
}

TEST(ShapeFilter, UnderstandsOtherReferences) {
  const geometry metres{geometry_type::polygon, make_area({-12267407, 4565308, -12200616, 4664535}, 3857).rings, {}};
  const auto filter = shape_filter::make({metres, 3857}, spatial_relation::intersects, 0);
  ASSERT_TRUE(filter);
  EXPECT_TRUE(filter->meets(spot(-110, 38), spot(-110, 38).extent()));
  EXPECT_FALSE(shape_filter::make({metres, 99'999'999}, spatial_relation::intersects, 0));
}

TEST(ShapeFilter, JudgesShapesThatCrossThemselves) {
  const geometry bow{geometry_type::polygon, {{{0, 0}, {10, 10}, {10, 0}, {0, 10}, {0, 0}}}, {}};
  EXPECT_TRUE(meets(bow, spatial_relation::intersects, spot(9, 5)));
  EXPECT_FALSE(meets(bow, spatial_relation::intersects, spot(5, 9)));
  EXPECT_TRUE(meets(box(9, 4, 9.5, 6), spatial_relation::overlaps, bow)
    || meets(box(9, 4, 9.5, 6), spatial_relation::within, bow));
}

TEST(ShapeFilter, NeverMeetsANullShape) {
  EXPECT_FALSE(meets(box(0, 0, 1, 1), spatial_relation::intersects, {}));
  EXPECT_FALSE(meets(box(0, 0, 1, 1), spatial_relation::disjoint, {}));
}

} // namespace
} // namespace sandbox
