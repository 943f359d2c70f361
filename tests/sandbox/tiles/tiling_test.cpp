#include "sandbox/tiles/tiling.hpp"

#include <cmath>
#include <set>
#include <tuple>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sandbox/model/projection.hpp"
#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

std::int64_t visited(const tiling_scheme& scheme, int level, const tile_selection& chosen) {
  std::set<std::tuple<std::int64_t, std::int64_t>> seen;
  for_each_tile(scheme, level, chosen, [&](const tile_address& tile) {
    EXPECT_TRUE(seen.emplace(tile.row, tile.column).second);
    EXPECT_TRUE(scheme.contains(tile));
    return true;
  });
  return static_cast<std::int64_t>(seen.size());
}

TEST(Tiling, HasTheWellKnownNumbers) {
  EXPECT_DOUBLE_EQ(raster_scheme().levels[0].resolution, 156543.03392800014);
  EXPECT_DOUBLE_EQ(raster_scheme().levels[0].scale, 591657527.591555);
  EXPECT_NEAR(raster_scheme().levels[10].resolution, 152.874056570353, 1e-9);
  EXPECT_NEAR(raster_scheme().levels[12].scale, 144447.638572, 1e-5);
  for (const tile_level& level : raster_scheme().levels)
    EXPECT_NEAR(level.resolution * 96 * 39.37 / level.scale, 1, 1e-12);
  for (const tile_level& level : vector_scheme().levels) {
    EXPECT_NEAR(level.resolution, raster_scheme().levels[static_cast<std::size_t>(level.level) + 1].resolution, 1e-6);
  }
}

TEST(Tiling, StatesTheSchemeAsAServiceDoes) {
  const auto info = tile_info_json(vector_scheme(), "pbf");
  EXPECT_EQ(info["rows"], 512);
  EXPECT_EQ(info["lods"].size(), vector_scheme().levels.size());
  EXPECT_EQ(info["origin"]["x"], -20037508.342787);
  EXPECT_EQ(info["spatialReference"]["latestWkid"], 3857);
}

// The documented arithmetic, written out once more: span = size x resolution, edges by floor, cut to the grid.
std::int64_t by_hand(int size, double resolution0, int level, const envelope& e) {
  const double span = size * resolution0 / std::pow(2, level), origin = 20037508.342787, last = std::pow(2, level) - 1;
  const auto tile = [&](double metres) { return std::min(std::max(std::floor(metres / span), 0.0), last); };
  return static_cast<std::int64_t>(
    (tile(e.max_x + origin) - tile(e.min_x + origin) + 1) * (tile(origin - e.min_y) - tile(origin - e.max_y) + 1));
}

TEST(Tiling, CountsTheTilesOfAnExtentByTheDocumentedArithmetic) {
  for (const area& asked :
    {canyon_country(), make_area({-180, -90, 180, 90}, wgs84), make_area({-13e6, 2e6, -7e6, 6.3e6}, web_mercator)}) {
    const envelope metres = project(asked, web_mercator)->extent();
    for (int level = 0; level <= 8; ++level) {
      EXPECT_EQ(count_tiles(raster_scheme(), {asked, false, {level}}), by_hand(256, 156543.03392800014, level, metres))
        << level;
      EXPECT_EQ(
        visited(raster_scheme(), level, {asked, false, {level}}), by_hand(256, 156543.03392800014, level, metres))
        << level;
      EXPECT_EQ(count_tiles(vector_scheme(), {asked, false, {level}}), by_hand(512, 78271.51696399994, level, metres))
        << level;
    }
  }
}

TEST(Tiling, SumsOverItsLevels) {
  const tile_selection chosen{canyon_country(), false, {0, 5, 10, 12}};
  std::int64_t sum = 0;
  for (int level : chosen.levels)
    sum += count_tiles(raster_scheme(), {chosen.within, false, {level}});
  EXPECT_EQ(count_tiles(raster_scheme(), chosen), sum);
  EXPECT_EQ(count_tiles(raster_scheme(), {chosen.within, false, {-1, 13, 99}}), 0);
}

TEST(Tiling, LeavesOutTilesThatMissThePolygon) {
  const area triangle{{{{-114, 37}, {-114, 42}, {-109, 42}, {-114, 37}}}, wgs84};
  const auto whole = count_tiles(raster_scheme(), {triangle, false, {10}});
  const auto cut = count_tiles(raster_scheme(), {triangle, true, {10}});
  EXPECT_LT(cut, whole * 7 / 10);
  EXPECT_GT(cut, whole / 2);
  EXPECT_EQ(count_tiles(raster_scheme(), {canyon_country(), true, {11}}),
    count_tiles(raster_scheme(), {canyon_country(), false, {11}}));
}

TEST(Tiling, FindsATileByItsOwnBounds) {
  for (int level : {0, 3, 12}) {
    const tile_address tile{level, level * 3 % (1 << level), level * 5 % (1 << level)};
    envelope inner = raster_scheme().bounds(tile);
    const double margin = (inner.max_x - inner.min_x) / 100;
    inner = {inner.min_x + margin, inner.min_y + margin, inner.max_x - margin, inner.max_y - margin};
    const tile_range range = tiles_of_extent(raster_scheme(), level, inner);
    EXPECT_EQ(range.count(), 1);
    EXPECT_EQ(range.first_row, tile.row);
    EXPECT_EQ(range.first_column, tile.column);
  }
}

TEST(Tiling, HasNothingOutsideOfTheGrid) {
  EXPECT_EQ(tiles_of_extent(raster_scheme(), 5, {3e7, 0, 4e7, 10}).count(), 0);
  EXPECT_EQ(tiles_of_extent(raster_scheme(), 5, {}).count(), 0);
  EXPECT_FALSE(raster_scheme().contains({1, 2, 0}));
  EXPECT_FALSE(raster_scheme().contains({1, -1, 0}));
  EXPECT_FALSE(raster_scheme().contains({13, 0, 0}));
}

TEST(Tiling, StopsWhenToldTo) {
  int seen = 0;
  EXPECT_FALSE(for_each_tile(raster_scheme(), 5, {make_area({-180, -80, 180, 80}, wgs84), false, {5}},
    [&](const tile_address&) { return ++seen < 7; }));
  EXPECT_EQ(seen, 7);
}

TEST(Tiling, GoesBlockByBlock) {
  std::set<std::pair<std::int64_t, std::int64_t>> finished;
  std::pair<std::int64_t, std::int64_t> current{-1, -1};
  for_each_tile(
    raster_scheme(), 9, {make_area({-180, -85, 180, 85}, wgs84), false, {9}}, [&](const tile_address& tile) {
      const std::pair block{tile.row / 128, tile.column / 128};
      if (block != current) {
        EXPECT_TRUE(finished.insert(block).second);
      }
      current = block;
      return true;
    });
  EXPECT_EQ(finished.size(), 16u);
}

} // namespace
} // namespace sandbox
