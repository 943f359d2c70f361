#include "sandbox/features/geojson_features.hpp"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

using nlohmann::json;

feature_set of_one_shape(geometry shape) {
  feature_set made;
  made.attributes = {{}};
  made.object_ids = {7};
  made.type = shape.type;
  made.shapes = {std::move(shape)};
  return made;
}
json written_shape(geometry shape) {
  return geojson_features(of_one_shape(std::move(shape)), dialect::online).at("features")[0].at("geometry");
}

const path outer{{0, 0}, {0, 9}, {9, 9}, {9, 0}, {0, 0}}, hole{{1, 1}, {2, 1}, {2, 2}, {1, 1}},
  island{{20, 0}, {20, 1}, {21, 1}, {20, 0}};

TEST(GeojsonFeatures, WriteEveryTypeOfShape) {
  EXPECT_EQ(
    written_shape({geometry_type::point, {{{1, 2}}}, {}}), json::parse(R"({"type":"Point","coordinates":[1.0,2.0]})"));
  EXPECT_EQ(written_shape({geometry_type::multipoint, {{{1, 2}, {3, 4}}}, {}}),
    json::parse(R"({"type":"MultiPoint","coordinates":[[1.0,2.0],[3.0,4.0]]})"));
  EXPECT_EQ(written_shape({geometry_type::polyline, {{{1, 2}, {3, 4}}}, {}}),
    json::parse(R"({"type":"LineString","coordinates":[[1.0,2.0],[3.0,4.0]]})"));
  EXPECT_EQ(written_shape({geometry_type::polyline, {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}}, {}}),
    json::parse(R"({"type":"MultiLineString","coordinates":[[[1.0,2.0],[3.0,4.0]],[[5.0,6.0],[7.0,8.0]]]})"));
}

TEST(GeojsonFeatures, TurnRingsAndPutHolesIntoTheirPolygon) {
  const json one = written_shape({geometry_type::polygon, {outer, hole}, {}});
  EXPECT_EQ(one.at("type"), "Polygon");
  EXPECT_EQ(one.at("coordinates"),
    json::parse("[[[0.0,0.0],[9.0,0.0],[9.0,9.0],[0.0,9.0],[0.0,0.0]],[[1.0,1.0],[2.0,2.0],[2.0,1.0],[1.0,1.0]]]"));
  const json many = written_shape({geometry_type::polygon, {outer, hole, island}, {}});
  EXPECT_EQ(many.at("type"), "MultiPolygon");
  ASSERT_EQ(many.at("coordinates").size(), 2u);
  EXPECT_EQ(many.at("coordinates")[0].size(), 2u);
  EXPECT_EQ(many.at("coordinates")[1].size(), 1u);
}

TEST(GeojsonFeatures, TakeHeightsAlongEvenWhereRingsTurn) {
  const json made = written_shape({geometry_type::polygon, {island}, {{1, 2, 3, 4}}});
  EXPECT_EQ(made.at("coordinates")[0], json::parse("[[20.0,0.0,4.0],[21.0,1.0,3.0],[20.0,1.0,2.0],[20.0,0.0,1.0]]"));
}

TEST(GeojsonFeatures, HaveAnIdAndNullWithoutAShape) {
  const json made = geojson_features(of_one_shape({}), dialect::online).at("features")[0];
  EXPECT_EQ(made.at("id"), 7);
  EXPECT_TRUE(made.at("geometry").is_null());
  EXPECT_EQ(made.at("properties"), json::object());
}

TEST(GeojsonFeatures, NameAReferenceThatIsNotTheFormatsOwn) {
  feature_set rows = of_one_shape({geometry_type::point, {{{1, 2}}}, {}});
  EXPECT_FALSE(geojson_features(rows, dialect::online).contains("crs"));
  rows.wkid = web_mercator;
  EXPECT_EQ(geojson_features(rows, dialect::online).at("crs").at("properties").at("name"), "EPSG:3857");
}

TEST(GeojsonFeatures, TellThatThereIsMoreWhereTheDialectDoes) {
  feature_set rows = of_one_shape({});
  rows.exceeded = true;
  const json online = geojson_features(rows, dialect::online), enterprise = geojson_features(rows, dialect::enterprise);
  EXPECT_EQ(online.at("properties").at("exceededTransferLimit"), true);
  EXPECT_FALSE(online.contains("exceededTransferLimit"));
  EXPECT_EQ(enterprise.at("exceededTransferLimit"), true);
  EXPECT_FALSE(enterprise.contains("properties"));
}

} // namespace
} // namespace sandbox
