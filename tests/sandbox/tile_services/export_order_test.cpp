#include "sandbox/tile_services/export_order.hpp"

#include <gtest/gtest.h>

namespace {

using sandbox::http_request;
using sandbox::raster_scheme;
using sandbox::read_levels;
using sandbox::read_raster_order;
using sandbox::read_vector_order;
using sandbox::vector_scheme;

http_request form(std::initializer_list<std::pair<const char*, const char*>> parameters) {
  http_request request;
  for (const auto& [name, value] : parameters)
    request.parameters[name] = value;
  return request;
}

TEST(ExportOrder, ReadsListsAndRangesOfLevels) {
  const auto read = read_levels("7-9, 1,2,8", "LevelID", raster_scheme());
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, (std::vector<int>{1, 2, 7, 8, 9}));
}

TEST(ExportOrder, FindsLevelsByScaleAndResolution) {
  EXPECT_EQ(*read_levels("591657527.59155500001,147914381.897889", "Scale", raster_scheme()), (std::vector<int>{0, 2}));
  EXPECT_EQ(*read_levels("156543.033928", "resolution", raster_scheme()), (std::vector<int>{0}));
}

TEST(ExportOrder, RefusesLevelsThatTheServiceDoesNotHave) {
  for (const std::string wrong : {"", "13", "0-13", "3-1", "a", "1,,2", "-1", "1.5"}) {
    EXPECT_FALSE(read_levels(wrong, "levelId", raster_scheme())) << wrong;
  }
  EXPECT_FALSE(read_levels("1", "zoom", raster_scheme()));
}

TEST(ExportOrder, CountsTheWholeWorldWithoutAnExtent) {
  for (const char* extent : {"", "DEFAULT", "-20037508.3,-20037508.3,20037508.3,20037508.3"}) {
    const auto order =
      read_raster_order(form({{"tilePackage", "true"}, {"levels", "0-3"}, {"exportExtent", extent}}), raster_scheme());
    ASSERT_TRUE(order) << order.error();
    EXPECT_EQ(order->count, 1 + 4 + 16 + 64);
    EXPECT_FALSE(order->tiles.by_polygon);
  }
}

TEST(ExportOrder, LetsTheAreaOfInterestReplaceTheExtent) {
  const auto order = read_raster_order(
    form({{"tilePackage", "true"}, {"levels", "3"}, {"exportExtent", "DEFAULT"},
      {"areaOfInterest",
        R"({"geometryType":"esriGeometryPolygon","features":[{"geometry":{"rings":[[[-110,37],[-110,38],[-109,38],[-110,37]]],)"
        R"("spatialReference":{"wkid":4326}}}]})"}}),
    raster_scheme());
  ASSERT_TRUE(order) << order.error();
  EXPECT_TRUE(order->tiles.by_polygon);
  EXPECT_EQ(order->count, 1);
}

TEST(ExportOrder, KnowsTheTwoPackageFormats) {
  auto request = form({{"tilePackage", "true"}, {"levels", "0"}});
  EXPECT_FALSE(read_raster_order(request, raster_scheme())->compact_v2); // the default of the server's task
  request.parameters["storageFormatType"] = "esriMapCacheStorageModeCompactV2";
  EXPECT_TRUE(read_raster_order(request, raster_scheme())->compact_v2);
  request.parameters["storageFormatType"] = "tpkx";
  EXPECT_FALSE(read_raster_order(request, raster_scheme()));
}

TEST(ExportOrder, InsistsOnAPackage) { EXPECT_FALSE(read_raster_order(form({{"levels", "0"}}), raster_scheme())); }

TEST(ExportOrder, TakesABarePolygonForVectorTiles) {
  const auto order = read_vector_order(
    form({{"levels", "0,1,2"},
      {"polygon", R"({"rings":[[[-110,37],[-110,38],[-109,38],[-110,37]]],"spatialReference":{"wkid":4326}})"}}),
    vector_scheme());
  ASSERT_TRUE(order) << order.error();
  EXPECT_EQ(order->count, 3);
  EXPECT_FALSE(read_vector_order(form({{"levels", "0"}, {"polygon", "{"}}), vector_scheme()));
}

TEST(ExportOrder, RefusesTheFormOfTheOtherFamilyOfServices) {
  const char* polygon = R"({"rings":[[[-110,37],[-110,38],[-109,38],[-110,37]]],"spatialReference":{"wkid":4326}})";
  const std::string set = R"({"features":[{"geometry":)" + std::string{polygon} + "}]}";
  const auto raster = [](const char* text) {
    return read_raster_order(
      form({{"tilePackage", "true"}, {"levels", "0"}, {"areaOfInterest", text}}), raster_scheme());
  };
  const auto vector = [](const char* text) {
    return read_vector_order(form({{"levels", "0"}, {"polygon", text}}), vector_scheme());
  };
  EXPECT_TRUE(raster(set.c_str()));
  EXPECT_TRUE(vector(polygon));
  const auto mixed_up = raster(polygon);
  ASSERT_FALSE(mixed_up);
  EXPECT_NE(mixed_up.error().find("areaOfInterest"), std::string::npos);
  EXPECT_FALSE(vector(set.c_str()));
  for (const char* envelope : {"-110,37,-109,38", R"({"xmin":0,"ymin":0,"xmax":1,"ymax":1})"}) {
    EXPECT_FALSE(raster(envelope));
    EXPECT_FALSE(vector(envelope));
  }
}

} // namespace
