#include "proto/arcgis/geojson.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace {

const char* const square = R"([[[0, 0], [9, 0], [9, 9], [0, 9], [0, 0]]])";

nlohmann::json geojson(const std::string& text) { return nlohmann::json::parse(text); }
std::string polygon_json() { return std::string{R"({"type": "Polygon", "coordinates": )"} + square + "}"; }

TEST(GeoJson, ReadsPolygonsHoweverTheyArePacked) {
  const auto one = polygon_json();
  const auto several = std::string{R"({"type": "MultiPolygon", "coordinates": [)"} + square + ", " + square + "]}";
  const auto feature = R"({"type": "Feature", "properties": {}, "geometry": )" + one + "}";
  const auto features = R"({"type": "FeatureCollection", "features": [)" + feature + ", " + feature + "]}";
  const auto geometries = R"({"type": "GeometryCollection", "geometries": [)" + one + ", " + several + "]}";
  for (const auto& [text, count] :
    {std::pair<std::string, std::size_t>{one, 1}, {several, 2}, {feature, 1}, {features, 2}, {geometries, 3}}) {
    const auto read = proto::read_geojson_polygons(geojson(text));
    ASSERT_TRUE(read) << text;
    ASSERT_EQ(read->size(), count) << text;
    EXPECT_EQ(read->back().spatial_reference.wkid, 4326);
    EXPECT_EQ(read->back().rings.at(0).at(1), (proto::point{9, 0}));
  }
}

TEST(GeoJson, LeavesHeightsOut) {
  const auto read = proto::read_geojson_polygons(
    geojson(R"({"type": "Polygon", "coordinates": [[[0, 0, 5], [9, 0, 5], [9, 9, 5], [0, 0, 5]]]})"));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->at(0).rings.at(0).size(), 4U);
}

TEST(GeoJson, TakesTheOldNameOfItsReferenceAndNoOther) {
  auto json = geojson(polygon_json());
  json["crs"] = geojson(R"({"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}})");
  EXPECT_TRUE(proto::read_geojson_polygons(json));
  json["crs"]["properties"]["name"] = "urn:ogc:def:crs:EPSG::26912";
  const auto refused = proto::read_geojson_polygons(json);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().subject, "crs");
}

struct wrong_geojson {
  const char* text;
  const char* element;
};
class WrongGeoJson : public ::testing::TestWithParam<wrong_geojson> {};

TEST_P(WrongGeoJson, IsRefusedByElement) {
  const auto read = proto::read_geojson_polygons(geojson(GetParam().text));
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().subject, GetParam().element);
  EXPECT_FALSE(read.error().hint.empty());
}

INSTANTIATE_TEST_SUITE_P(GeoJson, WrongGeoJson,
  ::testing::Values(wrong_geojson{"[]", "type"}, wrong_geojson{R"({"type": "Point", "coordinates": [0, 0]})", "type"},
    wrong_geojson{R"({"type": "FeatureCollection"})", "features"},
    wrong_geojson{R"({"type": "FeatureCollection", "features": []})", ""},
    wrong_geojson{R"({"type": "FeatureCollection", "features": [{"type": "Feature"}]})", "features[0].geometry"},
    wrong_geojson{R"({"type": "Feature", "geometry": {"type": "LineString"}})", "geometry.type"},
    wrong_geojson{
      R"({"type": "GeometryCollection", "geometries": [{"type": "GeometryCollection"}]})", "geometries[0].type"},
    wrong_geojson{R"({"type": "Polygon"})", "coordinates"},
    wrong_geojson{R"({"type": "MultiPolygon", "coordinates": [[]]})", "coordinates[0]"},
    wrong_geojson{R"({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 0]]]})", "coordinates[0]"},
    wrong_geojson{R"({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1]]]})", "coordinates[0]"},
    wrong_geojson{R"({"type": "Polygon", "coordinates": [[[0, 0], [1, "0"], [1, 1], [0, 0]]]})", "coordinates[0][1]"},
    wrong_geojson{
      R"({"type": "Polygon", "coordinates": [[[500000, 0], [1, 0], [1, 1], [0, 0]]]})", "coordinates[0][0]"}));

} // namespace
