#include "proto/arcgis/export_tiles.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>

namespace {

using nlohmann::json;

const proto::envelope asked_box{-10, -20, 30, 40, {.wkid = 102100, .latest_wkid = 3857, .wkt = {}}};
const proto::polygon shape{{{{0, 0}, {0, 1}, {1, 0}, {0, 0}}}, {.wkid = 102100, .latest_wkid = 3857, .wkt = {}}};

template <class Request>
std::map<std::string, std::string> export_form(const Request& request) {
  const auto form = proto::to_form(request);
  return {form.begin(), form.end()};
}

TEST(ExportTiles, FormOfAnEnvelope) {
  auto form = export_form(proto::export_tiles_request{asked_box, {0, 1, 2, 3, 4, 7}});
  EXPECT_EQ(form["f"], "json");
  EXPECT_EQ(form["tilePackage"], "true");
  EXPECT_EQ(form["storageFormatType"], "esriMapCacheStorageModeCompactV2");
  EXPECT_EQ(form["exportBy"], "LevelID");
  EXPECT_EQ(form["levels"], "0-4,7");
  EXPECT_EQ(json::parse(form["exportExtent"]), proto::to_json(asked_box));
  EXPECT_EQ(form.count("areaOfInterest"), 0u);
}

TEST(ExportTiles, APolygonIsAFeatureSetForRasterAndABareGeometryForVectorTiles) {
  auto raster = export_form(proto::export_tiles_request{shape, {3}});
  const auto set = json::parse(raster["areaOfInterest"]);
  EXPECT_EQ(set["geometryType"], "esriGeometryPolygon");
  EXPECT_EQ(set["spatialReference"]["wkid"], 102100);
  EXPECT_EQ(set["features"][0]["geometry"], proto::to_json(shape));
  EXPECT_EQ(json::parse(raster["exportExtent"])["xmax"], 1.0);
  auto vector = export_form(proto::export_vector_tiles_request{shape, 12});
  EXPECT_EQ(json::parse(vector["polygon"]), proto::to_json(shape));
  EXPECT_EQ(vector["levels"], "0-12");
  EXPECT_EQ(export_form(proto::export_vector_tiles_request{asked_box, 0})["levels"], "0");
}

TEST(ExportTiles, AQualityIsSentWithTheParameterThatMakesItCount) {
  auto as_they_are = export_form(proto::export_tiles_request{asked_box, {3}});
  EXPECT_EQ(as_they_are["optimizeTilesForSize"], "false");
  EXPECT_EQ(as_they_are.count("compressionQuality"), 0u);
  auto smaller = export_form(proto::export_tiles_request{asked_box, {3}, 55});
  EXPECT_EQ(smaller["optimizeTilesForSize"], "true");
  EXPECT_EQ(smaller["compressionQuality"], "55");
}

TEST(ExportTiles, LevelsAreWrittenAsRanges) {
  EXPECT_EQ(proto::level_list({}), "");
  EXPECT_EQ(proto::level_list({5}), "5");
  EXPECT_EQ(proto::level_list({0, 1, 3, 5, 6, 7}), "0-1,3,5-7");
}

TEST(ExportTiles, RequestsComeBackFromJson) {
  const proto::export_tiles_request raster{shape, {1, 2}};
  const proto::export_vector_tiles_request vector{asked_box, 9};
  EXPECT_EQ(*proto::read_export_tiles_request(proto::to_json(raster)), raster);
  EXPECT_EQ(*proto::read_export_vector_tiles_request(proto::to_json(vector)), vector);
  auto broken = proto::to_json(raster);
  broken["areaOfInterest"]["rings"][0][1][0] = "x";
  const auto refused = proto::read_export_tiles_request(broken);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().subject, "areaOfInterest.rings[0][1]");
  broken.erase("areaOfInterest");
  EXPECT_EQ(proto::read_export_tiles_request(broken).error().subject, "areaOfInterest");
}

} // namespace
