#include "core/estimate/tile_numbers.hpp"

#include "tests/core/plan/simple_world.hpp"

namespace {

core::tile_service service_of(const nlohmann::json& root, bool is_vector) {
  auto description = proto::read_tile_service_root(root, is_vector);
  EXPECT_TRUE(description);
  return {"https://tiles.example/rest/services/A/MapServer", {}, std::move(*description)};
}

proto::raster_tiles_task raster_task(proto::area area, std::vector<int> levels) {
  proto::raster_tiles_task task;
  task.request.area_of_interest = std::move(area);
  task.request.levels = std::move(levels);
  return task;
}

/// The edge of the world, and a little inside of it: what lies on the edge of a tile counts for both.
constexpr double half = 20037508.342787 - 1000;
const proto::spatial_reference web_mercator{102100, 3857, {}};

/// The lower left half of the world, cut along its diagonal.
proto::polygon triangle() { return {{{{-half, -half}, {-half, half}, {half, -half}, {-half, -half}}}, web_mercator}; }

TEST(TileNumbers, OfABoxAreExactOnEachLevel) {
  const auto numbers = core::raster_tile_numbers(service_of(simple::tile_root(), false),
    raster_task(proto::envelope{1000, 1000, half, half, web_mercator}, {1, 2, 3}));
  ASSERT_EQ(numbers.levels.size(), 3u);
  EXPECT_EQ(numbers.levels[0].tiles, proto::exactly(1));
  EXPECT_EQ(numbers.levels[1].tiles, proto::exactly(4));
  EXPECT_EQ(numbers.levels[2].tiles, proto::exactly(16));
  EXPECT_EQ(numbers.total, proto::exactly(21));
  EXPECT_FALSE(numbers.fits);
}

TEST(TileNumbers, BeyondTheServicesExtentThereAreNone) {
  auto root = simple::tile_root();
  root["fullExtent"]["xmax"] = -1000;
  for (const proto::area& area :
    {proto::area{proto::envelope{-half, -half, half, half, web_mercator}}, proto::area{triangle()}}) {
    const auto numbers = core::raster_tile_numbers(service_of(root, false), raster_task(area, {3}));
    EXPECT_LE(numbers.total.upper, 32u);
    EXPECT_GE(numbers.total.lower, 20u);
  }
}

TEST(TileNumbers, OfAPolygonAreBoundsWithTheirReason) {
  const auto numbers = core::raster_tile_numbers(service_of(simple::tile_root(), false), raster_task(triangle(), {5}));
  EXPECT_FALSE(numbers.total.is_exact());
  EXPECT_GE(numbers.total.lower, 32u * 33 / 2); // every tile that it meets
  EXPECT_LE(*numbers.total.upper, 2 * numbers.total.lower);
  EXPECT_NE(numbers.total.why.find("1024"), std::string::npos) << numbers.total.why;
}

TEST(TileNumbers, PastTheLimitTheySayWhatWouldFit) {
  auto root = simple::tile_root();
  root["maxExportTilesCount"] = 100;
  const auto tiled = service_of(root, false);
  const proto::envelope world{-half, -half, half, half, web_mercator};
  const auto numbers = core::raster_tile_numbers(tiled, raster_task(world, {0, 1, 2, 3, 4}));
  EXPECT_EQ(numbers.limit, 100u);
  ASSERT_TRUE(numbers.fits && numbers.fits->max_scale && numbers.fits->area_share);
  EXPECT_NEAR(*numbers.fits->max_scale, numbers.levels[3].scale, 1); // 1 + 4 + 16 + 64
  const double share = *numbers.fits->area_share * half;
  EXPECT_LE(core::raster_tile_numbers(
              tiled, raster_task(proto::envelope{-share, -share, share, share, web_mercator}, {0, 1, 2, 3, 4}))
              .total.upper,
    100u);
}

TEST(TileNumbers, PastALimitThatNotEvenOneTileMeetsNothingFits) {
  auto root = simple::tile_root();
  root["maxExportTilesCount"] = 0;
  const auto numbers = core::raster_tile_numbers(
    service_of(root, false), raster_task(proto::envelope{-half, -half, half, half, web_mercator}, {0}));
  ASSERT_TRUE(numbers.fits);
  EXPECT_FALSE(numbers.fits->max_scale);
  EXPECT_FALSE(numbers.fits->area_share);
}

/// Whose one tile of level 0 is the world.
core::tile_service vector_service() {
  auto root = simple::vector_root();
  for (auto& lod : root["tileInfo"]["lods"])
    lod["resolution"] = lod["resolution"].get<double>() / 2;
  return service_of(root, true);
}

proto::vector_tiles_task vector_task(proto::area area, int deepest) {
  proto::vector_tiles_task task;
  task.request = {std::move(area), deepest};
  return task;
}

TEST(TileNumbers, OfATilemapCountTheTreeInTheArea) {
  const auto tiled = vector_service();
  // The north-west quarter has all four below it, the north-east one is a leaf, the rest is empty.
  const nlohmann::json tilemap{{"index", {{1, 1, 1, 1}, 1, 0, 0}}};
  const auto all =
    core::vector_tile_numbers(tiled, vector_task(proto::envelope{-half, -half, half, half, web_mercator}, 2), &tilemap);
  EXPECT_EQ(all.levels[0].tiles, proto::exactly(1));
  EXPECT_EQ(all.levels[1].tiles, proto::exactly(2));
  EXPECT_EQ(all.levels[2].tiles, proto::exactly(4));
  const auto east =
    core::vector_tile_numbers(tiled, vector_task(proto::envelope{1000, 1000, half, half, web_mercator}, 2), &tilemap);
  EXPECT_EQ(east.total, proto::exactly(2));
  const auto coarse =
    core::vector_tile_numbers(tiled, vector_task(proto::envelope{-half, -half, half, half, web_mercator}, 1), &tilemap);
  EXPECT_EQ(coarse.total, proto::exactly(3));
}

TEST(TileNumbers, WithoutAWholeTilemapAreAnUpperBoundWithItsReason) {
  const auto tiled = vector_service();
  const auto task = vector_task(proto::envelope{-half, -half, half, half, web_mercator}, 2);
  const nlohmann::json elsewhere{{"index", {{1, 1, 2, 1}, 1, 0, 0}}}, nonsense{{"index", "<html>"}};
  for (const nlohmann::json* tilemap : {static_cast<const nlohmann::json*>(nullptr), &elsewhere, &nonsense}) {
    const auto numbers = core::vector_tile_numbers(tiled, task, tilemap);
    EXPECT_EQ(numbers.total.lower, 1u);
    EXPECT_EQ(numbers.total.upper, 21u);
    EXPECT_FALSE(numbers.total.why.empty());
  }
}

} // namespace
