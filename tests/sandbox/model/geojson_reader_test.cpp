#include "sandbox/model/geojson_reader.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sandbox/model/data_place.hpp"
#include "tests/support/scratch_directory.hpp"

namespace sandbox {
namespace {

class GeojsonReader : public testing::Test {
protected:
  std::vector<raw_row> read(const std::string& features) const {
    std::ofstream{folder_.path() / "rows.geojson"} << R"({"type": "FeatureCollection", "features": [)" << features
                                                   << "]}";
    return read_geojson(folder_.path() / "rows.geojson");
  }

  geometry shape_of(const std::string& geometry) const {
    return read(R"({"type": "Feature", "properties": null, "geometry": )" + geometry + "}").at(0).shape;
  }

  std::string complaint(const std::string& features) const {
    try {
      read(features);
    } catch (const bad_data& wrong) {
      return wrong.what();
    }
    return "good";
  }

  scratch_directory folder_;
};

TEST_F(GeojsonReader, ReadsEveryKindOfShape) {
  EXPECT_EQ(shape_of("null"), geometry{});
  EXPECT_EQ(shape_of(R"({"type": "Point", "coordinates": [1, 2]})"), (geometry{geometry_type::point, {{{1, 2}}}}));
  EXPECT_EQ(shape_of(R"({"type": "Point", "coordinates": []})").type, geometry_type::point)
    << "an empty one is a null shape";
  EXPECT_EQ(shape_of(R"({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]})"),
    (geometry{geometry_type::multipoint, {{{1, 2}, {3, 4}}}}));
  EXPECT_EQ(shape_of(R"({"type": "LineString", "coordinates": [[1, 2], [3, 4]]})"),
    (geometry{geometry_type::polyline, {{{1, 2}, {3, 4}}}}));
  EXPECT_EQ(
    shape_of(R"({"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[5, 6], [7, 8]]]})").parts.size(), 2u);
}

TEST_F(GeojsonReader, KeepsHeightsWhereAllVerticesHaveThem) {
  const geometry path =
    shape_of(R"({"type": "MultiLineString", "coordinates": [[[1, 2, 10], [3, 4, 20]], [[5, 6, 30], [7, 8, 40]]]})");
  EXPECT_EQ(path.heights, (std::vector<std::vector<double>>{{10, 20}, {30, 40}}));
  EXPECT_TRUE(shape_of(R"({"type": "LineString", "coordinates": [[1, 2, 10], [3, 4]]})").heights.empty());
  EXPECT_TRUE(shape_of(R"({"type": "MultiLineString", "coordinates": [[[1, 2], [3, 4]], [[5, 6, 30], [7, 8, 40]]]})")
                .heights.empty());
}

TEST_F(GeojsonReader, WindsRingsAndPutsHolesBehindTheirRing) {
  // Both rings run the wrong way round, and the outer one is open.
  const geometry shape = shape_of(R"({"type": "MultiPolygon", "coordinates": [
    [[[0, 0], [10, 0], [10, 10], [0, 10]], [[2, 2], [2, 4], [4, 4], [4, 2], [2, 2]]],
    [[[20, 0], [20, 5], [25, 5], [25, 0], [20, 0]]]]})");
  ASSERT_EQ(shape.parts.size(), 3u);
  EXPECT_LT(doubled_area(shape.parts[0]), 0);
  EXPECT_GT(doubled_area(shape.parts[1]), 0);
  EXPECT_LT(doubled_area(shape.parts[2]), 0);
  EXPECT_EQ(shape.parts[0].front(), shape.parts[0].back());
}

TEST_F(GeojsonReader, MakesAPolygonValidThatCrossesItself) {
  const geometry bow =
    shape_of(R"({"type": "Polygon", "coordinates": [[[0, 0], [10, 10], [10, 0], [0, 10], [0, 0]]]})");
  ASSERT_EQ(bow.parts.size(), 2u);
  EXPECT_NEAR(doubled_area(bow.parts[0]) + doubled_area(bow.parts[1]), -100, 1e-9);
}

TEST_F(GeojsonReader, LeavesOutRingsWithoutArea) {
  EXPECT_TRUE(shape_of(R"({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]})").empty());
  EXPECT_EQ(
    shape_of(R"({"type": "Polygon", "coordinates": [[[0, 0], [10, 0], [10, 10], [0, 0]], [[1, 1]]]})").parts.size(),
    1u);
}

TEST_F(GeojsonReader, NamesRowsByTheirIdOrTheirNumber) {
  const auto rows = read(R"({"type": "Feature", "id": "a", "properties": {"b": 1, "a": 2}, "geometry": null},
    {"type": "Feature", "id": 7, "properties": {}, "geometry": null}, {"type": "Feature", "properties": null, "geometry": null})");
  EXPECT_EQ(rows[0].key, "a");
  EXPECT_EQ(rows[1].key, "7");
  EXPECT_EQ(rows[2].key, "3");
  EXPECT_EQ(rows[0].properties.begin().key(), "b") << "in the order of the file";
}

TEST_F(GeojsonReader, NamesTheFeatureThatIsWrong) {
  const std::string good = R"({"type": "Feature", "properties": {}, "geometry": null},)";
  for (const char* wrong : {"7", R"({"type": "Point"})", R"({"type": "Feature", "properties": 1, "geometry": null})",
         R"({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": ["1", "2"]}})",
         R"({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [38, -109]}})",
         R"({"type": "Feature", "properties": {}, "geometry": {"type": "GeometryCollection", "geometries": []}})"})
    EXPECT_THAT(complaint(good + wrong), testing::HasSubstr("rows.geojson: /features/1: ")) << wrong;
}

TEST_F(GeojsonReader, RefusesOtherFilesAndOtherReferences) {
  const auto complaint_about = [&](const char* text) {
    std::ofstream{folder_.path() / "x.geojson"} << text;
    try {
      read_geojson(folder_.path() / "x.geojson");
    } catch (const bad_data& wrong) {
      return std::string{wrong.what()};
    }
    return std::string{"good"};
  };
  EXPECT_THAT(complaint_about("{"), testing::HasSubstr("it is no JSON"));
  EXPECT_THAT(complaint_about("[1e999]"), testing::HasSubstr("it is no JSON"));
  EXPECT_THAT(complaint_about("[]"), testing::HasSubstr("no FeatureCollection"));
  EXPECT_THAT(complaint_about(R"({"type": "FeatureCollection"})"), testing::HasSubstr("a list"));
  EXPECT_THAT(complaint_about(R"({"type": "FeatureCollection", "features": [],
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25832"}}})"),
    testing::HasSubstr("25832"));
  EXPECT_EQ(complaint_about(R"({"type": "FeatureCollection", "features": [],
    "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}})"),
    "good");
}

TEST_F(GeojsonReader, FindsTheTypeThatHoldsAllShapes) {
  const std::string point =
    R"({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}},)";
  const std::string points =
    R"({"type": "Feature", "properties": {}, "geometry": {"type": "MultiPoint", "coordinates": [[1, 2]]}},)";
  const std::string line =
    R"({"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": [[1, 2], [3, 4]]}},)";
  const std::string none = R"({"type": "Feature", "properties": {}, "geometry": null})";
  EXPECT_EQ(common_type(read(none), "x"), geometry_type::none);
  EXPECT_EQ(common_type(read(point + none), "x"), geometry_type::point);
  EXPECT_EQ(common_type(read(point + points + none), "x"), geometry_type::multipoint);
  EXPECT_EQ(common_type(read(line + none), "x"), geometry_type::polyline);
  EXPECT_THROW(common_type(read(point + line + none), "x"), bad_data);
}

} // namespace
} // namespace sandbox
