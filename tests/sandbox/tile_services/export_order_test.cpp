#include "sandbox/tile_services/export_order.hpp"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

http_request form(std::initializer_list<std::pair<const char*, const char*>> parameters) {
  http_request request;
  for (const auto& [name, value] : parameters)
    request.parameters[name] = value;
  return request;
}

tile_service_data tiles_of(tile_scheme scheme = tile_scheme::mercator256) {
  tile_service_data made;
  made.scheme = scheme;
  made.kind = scheme == tile_scheme::vector512 ? tile_kind::vector : tile_kind::map;
  made.last_level = 12;
  return made;
}

outcome<std::vector<int>> levels_in(const std::string& text, const std::string& export_by) {
  return read_levels(text, export_by, coverage_of(tiles_of()));
}

outcome<export_order> raster_order(const http_request& request, cache_storage stored = cache_storage::compact_v2) {
  return read_raster_order(request, coverage_of(tiles_of()), stored);
}

outcome<export_order> vector_order(const http_request& request) {
  return read_vector_order(request, coverage_of(tiles_of(tile_scheme::vector512)), {});
}

TEST(ExportOrder, ReadsListsAndRangesOfLevels) {
  const auto read = levels_in("7-9, 1,2,8", "LevelID");
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, (std::vector<int>{1, 2, 7, 8, 9}));
}

TEST(ExportOrder, FindsLevelsByScaleAndResolution) {
  EXPECT_EQ(*levels_in("591657527.59155500001,147914381.897889", "Scale"), (std::vector<int>{0, 2}));
  EXPECT_EQ(*levels_in("156543.033928", "resolution"), (std::vector<int>{0}));
}

TEST(ExportOrder, TakesTheDashOfAnExponentForNoRange) {
  tile_service_data fine = tiles_of(tile_scheme::geographic256);
  fine.last_level = 14;
  const auto read =
    read_levels("8.58306884765625e-05,1.71661376953125E-4-8.58306884765625E-5", "Resolution", coverage_of(fine));
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(*read, (std::vector<int>{12, 13}));
}

TEST(ExportOrder, RefusesLevelsThatTheServiceDoesNotHave) {
  for (const std::string wrong : {"", "13", "0-13", "3-1", "a", "1,,2", "-1", "1.5"}) {
    EXPECT_FALSE(levels_in(wrong, "levelId")) << wrong;
  }
  EXPECT_FALSE(levels_in("1", "zoom"));
}

TEST(ExportOrder, CountsTheWholeWorldWithoutAnExtent) {
  for (const char* extent : {"", "DEFAULT", "-20037508.3,-20037508.3,20037508.3,20037508.3"}) {
    const auto order = raster_order(form({{"tilePackage", "true"}, {"levels", "0-3"}, {"exportExtent", extent}}));
    ASSERT_TRUE(order) << order.error();
    EXPECT_EQ(order->count, 1 + 4 + 16 + 64);
    EXPECT_FALSE(order->tiles.by_polygon);
  }
}

TEST(ExportOrder, LetsTheAreaOfInterestReplaceTheExtent) {
  const auto order = raster_order(form({{"tilePackage", "true"}, {"levels", "3"}, {"exportExtent", "DEFAULT"},
    {"areaOfInterest",
      R"({"geometryType":"esriGeometryPolygon","features":[{"geometry":{"rings":[[[-110,37],[-110,38],[-109,38],[-110,37]]],)"
      R"("spatialReference":{"wkid":4326}}}]})"}}));
  ASSERT_TRUE(order) << order.error();
  EXPECT_TRUE(order->tiles.by_polygon);
  EXPECT_EQ(order->count, 1);
}

TEST(ExportOrder, KnowsTheTwoPackageFormats) {
  auto request = form({{"tilePackage", "true"}, {"levels", "0"}});
  for (const cache_storage stored : {cache_storage::compact_v1, cache_storage::compact_v2})
    EXPECT_EQ(raster_order(request, stored)->storage, stored);
  request.parameters["storageFormatType"] = "esriMapCacheStorageModeCompactV2";
  EXPECT_EQ(raster_order(request, cache_storage::compact_v1)->storage, cache_storage::compact_v2);
  request.parameters["storageFormatType"] = "esriMapCacheStorageModeCompact";
  EXPECT_EQ(raster_order(request)->storage, cache_storage::compact_v1);
  request.parameters["storageFormatType"] = "tpkx";
  EXPECT_FALSE(raster_order(request));
}

TEST(ExportOrder, TakesOnlyTheLevelsAndTheExtentOfTheService) {
  tile_service_data hosted = tiles_of();
  hosted.first_level = 4;
  hosted.last_level = 9;
  hosted.extent = {-115, 31, -102, 42.1};
  const tile_coverage coverage = coverage_of(hosted);
  EXPECT_FALSE(read_levels("3", "LevelID", coverage));
  EXPECT_FALSE(read_levels("591657527.591555", "Scale", coverage));
  EXPECT_FALSE(read_levels("4-10", "LevelID", coverage));
  const auto whole = read_estimate_order(form({{"levels", "4-9"}}), coverage);
  ASSERT_TRUE(whole) << whole.error();
  const auto world = read_estimate_order(form({{"levels", "4-9"}, {"exportExtent", "-2e7,-2e7,2e7,2e7"}}), coverage);
  ASSERT_TRUE(world) << world.error();
  EXPECT_EQ(world->count, whole->count);
  const char* europe = R"({"xmin":0,"ymin":40,"xmax":10,"ymax":50,"spatialReference":{"wkid":4326}})";
  EXPECT_FALSE(read_estimate_order(form({{"levels", "4"}, {"exportExtent", europe}}), coverage));
}

TEST(ExportOrder, ReadsDegreesInAServiceOfDegrees) {
  const tile_coverage coverage = coverage_of(tiles_of(tile_scheme::geographic256));
  const auto read = read_estimate_order(
    form({{"levels", "295828763.7958547,73957190.949"}, {"exportBy", "Scale"}, {"exportExtent", "-110,37,-109,38"}}),
    coverage);
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->tiles.levels, (std::vector<int>{0, 2}));
  EXPECT_EQ(read->count, 2);
}

TEST(ExportOrder, CountsTheTilesThatACacheWithGapsHas) {
  const auto order = read_vector_order(form({{"levels", "0-3"}}), coverage_of(tiles_of(tile_scheme::vector512)),
    [](const tile_address& tile) { return tile.level < 2; });
  ASSERT_TRUE(order) << order.error();
  EXPECT_EQ(order->count, 5);
}

TEST(ExportOrder, RefusesWhatMakesNoSense) {
  const auto with = [](const char* name, const char* text) {
    return raster_order(form({{"tilePackage", "true"}, {"levels", "0"}, {name, text}}));
  };
  EXPECT_TRUE(with("optimizeTilesForSize", "true"));
  EXPECT_TRUE(with("compressionQuality", "75"));
  for (const auto& [name, text] : {std::pair{"optimizeTilesForSize", "perhaps"}, {"compressionQuality", "101"},
         {"compressionQuality", "nan"}, {"exportBy", "Zoom"}, {"exportExtent", "{"}, {"polygon", R"({"rings":[]})"},
         {"exportExtent", R"({"xmin":0,"ymin":0,"xmax":1,"ymax":1,"spatialReference":{"wkid":999999}})"}}) {
    const auto read = with(name, text);
    ASSERT_FALSE(read) << name;
    EXPECT_NE(read.error().find(name), std::string::npos) << read.error();
  }
  EXPECT_FALSE(vector_order(form({{"levels", "0"}, {"areaOfInterest", "{}"}})));
  EXPECT_TRUE(vector_order(form({{"levels", "0"}, {"extent", "DEFAULT"}})));
}

TEST(ExportOrder, CountsTheTilesOfACorridorAndNotThoseOfItsExtent) {
  tile_service_data deep = tiles_of();
  deep.last_level = 16;
  // 160 degrees long and a hundred metres wide: its extent has millions of tiles.
  const char* corridor = R"({"features":[{"geometry":{"spatialReference":{"wkid":4326},)"
                         R"("rings":[[[-80,0],[80,60],[80,60.001],[-80,0.001],[-80,0]]]}}]})";
  const auto order = read_estimate_order(form({{"levels", "12-16"}, {"areaOfInterest", corridor}}), coverage_of(deep));
  ASSERT_TRUE(order) << order.error();
  EXPECT_GT(order->count, 50'000);
  EXPECT_LT(order->count, 200'000);
  ASSERT_EQ(order->counts.size(), 5u);
  EXPECT_NEAR(static_cast<double>(order->counts[4]) / static_cast<double>(order->counts[3]), 2, 0.3);
}

TEST(ExportOrder, CountsWhereTwoFeaturesOverlapOnce) {
  const std::string square = R"({"geometry":{"spatialReference":{"wkid":4326},"rings":)"
                             R"([[[-110,37],[-110,39],[-108,39],[-108,37],[-110,37]]]}})";
  const auto count = [](const std::string& features) {
    const std::string set = R"({"features":[)" + features + "]}";
    const auto order = raster_order(form({{"tilePackage", "true"}, {"levels", "10"}, {"areaOfInterest", set.c_str()}}));
    return order ? order->count : 0;
  };
  EXPECT_EQ(count(square + "," + square), count(square));
  EXPECT_GT(count(square), 40);
}

TEST(ExportOrder, InsistsOnAPackage) { EXPECT_FALSE(raster_order(form({{"levels", "0"}}))); }

TEST(ExportOrder, TakesABarePolygonForVectorTiles) {
  const auto order = vector_order(form({{"levels", "0,1,2"},
    {"polygon", R"({"rings":[[[-110,37],[-110,38],[-109,38],[-110,37]]],"spatialReference":{"wkid":4326}})"}}));
  ASSERT_TRUE(order) << order.error();
  EXPECT_EQ(order->count, 3);
  EXPECT_FALSE(vector_order(form({{"levels", "0"}, {"polygon", "{"}})));
}

TEST(ExportOrder, RefusesTheFormOfTheOtherFamilyOfServices) {
  const char* polygon = R"({"rings":[[[-110,37],[-110,38],[-109,38],[-110,37]]],"spatialReference":{"wkid":4326}})";
  const std::string set = R"({"features":[{"geometry":)" + std::string{polygon} + "}]}";
  const auto raster = [](const char* text) {
    return raster_order(form({{"tilePackage", "true"}, {"levels", "0"}, {"areaOfInterest", text}}));
  };
  const auto vector = [](const char* text) { return vector_order(form({{"levels", "0"}, {"polygon", text}})); };
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
} // namespace sandbox
