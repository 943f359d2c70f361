#include "sandbox/model/placed_geometry.hpp"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

placed_geometry placed(const std::string& text, const std::string& kind, int wkid = wgs84) {
  auto read = read_geometry(text, kind, wkid);
  EXPECT_TRUE(read) << text << ": " << read.error();
  return read ? *read : placed_geometry{};
}

TEST(PlacedGeometry, ReadsAnEnvelopeWhereNoKindIsNamed) {
  const auto box = placed("1,2,3,4", "");
  EXPECT_EQ(box.shape.type, geometry_type::polygon);
  EXPECT_EQ(box.shape.extent(), (envelope{1, 2, 3, 4}));
  EXPECT_EQ(placed(R"({"xmin":1,"ymin":2,"xmax":3,"ymax":4})", "esriGeometryEnvelope").shape, box.shape);
}

TEST(PlacedGeometry, ReadsEveryKind) {
  EXPECT_EQ(placed("1, 2", "esriGeometryPoint").shape, (geometry{geometry_type::point, {{{1, 2}}}, {}}));
  EXPECT_EQ(placed(R"({"x":1,"y":2})", "ESRIGEOMETRYPOINT").shape, (geometry{geometry_type::point, {{{1, 2}}}, {}}));
  EXPECT_EQ(placed(R"({"points":[[1,2],[3,4]]})", "esriGeometryMultipoint").shape,
    (geometry{geometry_type::multipoint, {{{1, 2}, {3, 4}}}, {}}));
  EXPECT_EQ(placed(R"({"paths":[[[1,2],[3,4]],[[5,6],[7,8]]]})", "esriGeometryPolyline").shape,
    (geometry{geometry_type::polyline, {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, {}}));
}

TEST(PlacedGeometry, ClosesRingsThatAreOpen) {
  const auto ring = placed(R"({"rings":[[[0,0],[0,1],[1,1]]]})", "esriGeometryPolygon").shape.parts.at(0);
  ASSERT_EQ(ring.size(), 4u);
  EXPECT_EQ(ring.front(), ring.back());
}

TEST(PlacedGeometry, TakesTheReferenceOfTheTextBeforeTheOther) {
  EXPECT_EQ(placed("1,2", "esriGeometryPoint", web_mercator).wkid, web_mercator);
  EXPECT_EQ(placed(R"({"x":1,"y":2,"spatialReference":{"wkid":4326}})", "esriGeometryPoint", web_mercator).wkid, wgs84);
}

TEST(PlacedGeometry, RefusesTextsThatAreOfAnotherKindOrOfNone) {
  const std::pair<const char*, const char*> wrong[] = {{R"({"rings":[[[0,0],[0,1],[1,1]]]})", "esriGeometryEnvelope"},
    {"1,2,3,4", "esriGeometryPolygon"}, {"1", "esriGeometryPoint"}, {"1,inf", "esriGeometryPoint"},
    {R"({"x":1})", "esriGeometryPoint"}, {R"({"x":"1","y":2})", "esriGeometryPoint"},
    {R"({"points":[]})", "esriGeometryMultipoint"}, {R"({"points":[[1]]})", "esriGeometryMultipoint"},
    {R"({"paths":[[[1,2]]]})", "esriGeometryPolyline"}, {R"({"paths":[]})", "esriGeometryPolyline"},
    {R"({"rings":[[[1,2],[3,4]]]})", "esriGeometryPolyline"}, {"{", "esriGeometryPolyline"}, {"", ""},
    {"1,2", "esriGeometrySphere"}, {R"({"x":1,"y":2,"spatialReference":{"wkt":"LOCAL_CS"}})", "esriGeometryPoint"},
    {R"({"points":[[1,2]],"spatialReference":"utm"})", "esriGeometryMultipoint"}};
  for (const auto& [text, kind] : wrong)
    EXPECT_FALSE(read_geometry(text, kind, wgs84)) << kind << ' ' << text;
}

TEST(PlacedGeometry, LimitsTheRingsOfAnArea) {
  std::string rings;
  for (int i = 0; i < 2001; ++i)
    rings += (i == 0 ? "" : ",") + std::string{"[[0,0],[0,1],[1,1],[0,0]]"};
  EXPECT_FALSE(read_geometry("{\"rings\":[" + rings + "]}", "esriGeometryPolygon", wgs84));
}

TEST(PlacedGeometry, MovesToAnotherReference) {
  const auto moved = project(placed("180,0", "esriGeometryPoint"), 102100);
  ASSERT_TRUE(moved) << moved.error();
  EXPECT_EQ(moved->wkid, web_mercator);
  EXPECT_NEAR(moved->shape.parts[0][0].x, 20037508.342787, 1e-4);
  EXPECT_NEAR(moved->shape.parts[0][0].y, 0, 1e-4);
  const auto pole = project(placed("0,90", "esriGeometryPoint"), web_mercator);
  ASSERT_TRUE(pole) << pole.error();
  EXPECT_NEAR(pole->shape.parts[0][0].y, 20037508.342787, 1e-3) << "the world of web mercator ends before the pole";
  EXPECT_FALSE(project(placed("0,0", "esriGeometryPoint", 999999), web_mercator));
}

TEST(PlacedGeometry, DividesTheEdgesOfAnAreaThatWouldBend) {
  const auto moved = project(placed("-111,36,-108,38", ""), 26912);
  ASSERT_TRUE(moved) << moved.error();
  EXPECT_GT(moved->shape.parts.at(0).size(), 5u);
  EXPECT_EQ(project(placed("-111,36,-108,38", ""), web_mercator)->shape.parts.at(0).size(), 5u);
}

} // namespace
} // namespace sandbox
