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
  EXPECT_DOUBLE_EQ(scheme_of(tile_scheme::mercator256).levels[0].resolution, 156543.03392800014);
  EXPECT_DOUBLE_EQ(scheme_of(tile_scheme::mercator256).levels[0].scale, 591657527.591555);
  EXPECT_NEAR(scheme_of(tile_scheme::mercator256).levels[10].resolution, 152.874056570353, 1e-9);
  EXPECT_NEAR(scheme_of(tile_scheme::mercator256).levels[12].scale, 144447.638572, 1e-5);
  for (const tile_level& level : scheme_of(tile_scheme::mercator256).levels)
    EXPECT_NEAR(level.resolution * 96 * 39.37 / level.scale, 1, 1e-12);
  for (const tile_level& level : scheme_of(tile_scheme::vector512).levels) {
    EXPECT_NEAR(level.resolution,
      scheme_of(tile_scheme::mercator256).levels[static_cast<std::size_t>(level.level) + 1].resolution, 1e-6);
  }
  const tiling_scheme& degrees = scheme_of(tile_scheme::geographic256);
  for (const tile_level& level : degrees.levels)
    EXPECT_NEAR(level.resolution * 111319.49079327358 * 96 * 39.37 / level.scale, 1, 1e-12);
}

TEST(Tiling, StatesTheSchemeAsAServiceDoes) {
  const auto info = tile_info_json(scheme_of(tile_scheme::vector512), "pbf");
  EXPECT_EQ(info["rows"], 512);
  EXPECT_EQ(info["lods"].size(), scheme_of(tile_scheme::vector512).levels.size());
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
      EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), {asked, false, {level}}),
        by_hand(256, 156543.03392800014, level, metres))
        << level;
      EXPECT_EQ(visited(scheme_of(tile_scheme::mercator256), level, {asked, false, {level}}),
        by_hand(256, 156543.03392800014, level, metres))
        << level;
      EXPECT_EQ(count_tiles(scheme_of(tile_scheme::vector512), {asked, false, {level}}),
        by_hand(512, 78271.51696399994, level, metres))
        << level;
    }
  }
}

TEST(Tiling, HasTwoSquareTilesOfDegreesAtLevel0) {
  const tiling_scheme& degrees = scheme_of(tile_scheme::geographic256);
  EXPECT_EQ(degrees.bounds({0, 0, 0}), (envelope{-180, -90, 0, 90}));
  EXPECT_EQ(degrees.bounds({0, 0, 1}), (envelope{0, -90, 180, 90}));
  EXPECT_TRUE(degrees.contains({1, 1, 3}));
  EXPECT_FALSE(degrees.contains({1, 2, 0}));
  EXPECT_FALSE(degrees.contains({1, 0, 4}));
  // Span 180 / 2^8 = 0.703125 degrees: columns 99 and 100, rows 73 to 74.
  const tile_range range = tiles_of_extent(degrees, 8, {-110.2, 37.9, -109.6, 38.6});
  EXPECT_EQ(range.first_column, 99);
  EXPECT_EQ(range.last_column, 100);
  EXPECT_EQ(range.first_row, 73);
  EXPECT_EQ(range.last_row, 74);
  EXPECT_EQ(count_tiles(degrees, {make_area({-12267407, 4564000, -12200616, 4663000}, web_mercator), false, {8}}), 4);
}

TEST(Tiling, IsAsFineAsItSays) {
  for (const tile_scheme which :
    {tile_scheme::mercator256, tile_scheme::mercator512, tile_scheme::geographic256, tile_scheme::vector512}) {
    const tiling_scheme& scheme = scheme_of(which);
    EXPECT_NEAR(scheme.levels[5].resolution / pixel_size(scheme.wkid, scheme.detail(5)), 1, 1e-9);
    EXPECT_EQ(scheme.detail(scheme.last_level()), 23);
  }
}

TEST(Tiling, CoversTheLevelsAndTheExtentOfAService) {
  tile_service_data service;
  service.first_level = 3;
  service.last_level = 9;
  service.extent = {-115, 31, -102, 42.1};
  const tile_coverage coverage = coverage_of(service);
  EXPECT_FALSE(coverage.contains({2, 1, 0}));
  EXPECT_TRUE(coverage.contains({3, 3, 1}));
  EXPECT_FALSE(coverage.contains({3, 3, 2}));
  EXPECT_FALSE(coverage.contains({10, 394, 199}));
  EXPECT_EQ(coverage.range(12).count(), 0);
  tile_selection chosen{make_area({-180, -80, 180, 80}, wgs84), false, {3, 4}};
  chosen.limit = coverage.extent;
  EXPECT_EQ(count_tiles(*coverage.scheme, chosen), coverage.range(3).count() + coverage.range(4).count());
}

TEST(Tiling, LeavesOutTilesThatDoNotExist) {
  tile_selection chosen{make_area({-180, -85, 180, 85}, wgs84), false, {4}};
  chosen.exists = [](const tile_address& tile) { return tile.row % 2 == 0; };
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), chosen), 128);
  EXPECT_EQ(visited(scheme_of(tile_scheme::mercator256), 4, chosen), 128);
}

TEST(Tiling, SumsOverItsLevels) {
  const tile_selection chosen{canyon_country(), false, {0, 5, 10, 12}};
  std::int64_t sum = 0;
  for (int level : chosen.levels)
    sum += count_tiles(scheme_of(tile_scheme::mercator256), {chosen.within, false, {level}});
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), chosen), sum);
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), {chosen.within, false, {-1, 24, 99}}), 0);
}

TEST(Tiling, LeavesOutTilesThatMissThePolygon) {
  const area triangle{{{{-114, 37}, {-114, 42}, {-109, 42}, {-114, 37}}}, wgs84};
  const auto whole = count_tiles(scheme_of(tile_scheme::mercator256), {triangle, false, {10}});
  const auto cut = count_tiles(scheme_of(tile_scheme::mercator256), {triangle, true, {10}});
  EXPECT_LT(cut, whole * 7 / 10);
  EXPECT_GT(cut, whole / 2);
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), {canyon_country(), true, {11}}),
    count_tiles(scheme_of(tile_scheme::mercator256), {canyon_country(), false, {11}}));
}

TEST(Tiling, FindsATileByItsOwnBounds) {
  for (int level : {0, 3, 12}) {
    const tile_address tile{level, level * 3 % (1 << level), level * 5 % (1 << level)};
    envelope inner = scheme_of(tile_scheme::mercator256).bounds(tile);
    const double margin = (inner.max_x - inner.min_x) / 100;
    inner = {inner.min_x + margin, inner.min_y + margin, inner.max_x - margin, inner.max_y - margin};
    const tile_range range = tiles_of_extent(scheme_of(tile_scheme::mercator256), level, inner);
    EXPECT_EQ(range.count(), 1);
    EXPECT_EQ(range.first_row, tile.row);
    EXPECT_EQ(range.first_column, tile.column);
  }
}

TEST(Tiling, HasNothingOutsideOfTheGrid) {
  EXPECT_EQ(tiles_of_extent(scheme_of(tile_scheme::mercator256), 5, {3e7, 0, 4e7, 10}).count(), 0);
  EXPECT_EQ(tiles_of_extent(scheme_of(tile_scheme::mercator256), 5, {}).count(), 0);
  EXPECT_FALSE(scheme_of(tile_scheme::mercator256).contains({1, 2, 0}));
  EXPECT_FALSE(scheme_of(tile_scheme::mercator256).contains({1, -1, 0}));
  EXPECT_FALSE(scheme_of(tile_scheme::mercator256).contains({24, 0, 0}));
}

TEST(Tiling, StopsWhenToldTo) {
  int seen = 0;
  EXPECT_FALSE(for_each_tile(scheme_of(tile_scheme::mercator256), 5,
    {make_area({-180, -80, 180, 80}, wgs84), false, {5}}, [&](const tile_address&) { return ++seen < 7; }));
  EXPECT_EQ(seen, 7);
}

TEST(Tiling, GoesBlockByBlock) {
  std::set<std::pair<std::int64_t, std::int64_t>> finished;
  std::pair<std::int64_t, std::int64_t> current{-1, -1};
  for_each_tile(scheme_of(tile_scheme::mercator256), 9, {make_area({-180, -85, 180, 85}, wgs84), false, {9}},
    [&](const tile_address& tile) {
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
