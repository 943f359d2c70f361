#include "sandbox/tiles/tile_selection.hpp"

#include <cmath>
#include <numeric>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "sandbox/model/area_filter.hpp"
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

std::int64_t sum_of(const std::vector<std::int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

/// Each tile of a level asked by itself.
std::int64_t one_by_one(const tiling_scheme& scheme, int level, const area& within) {
  const area_filter filter{*project(within, scheme.wkid)};
  std::int64_t found = 0;
  for (std::int64_t row = 0; row < std::int64_t{1} << level; ++row) {
    for (std::int64_t column = 0; column < scheme.columns * (std::int64_t{1} << level); ++column)
      found += filter.intersects(scheme.bounds({level, row, column})) ? 1 : 0;
  }
  return found;
}

/// From one corner of the world to the other, a tenth of a degree wide, and a hole with an island beside it.
const area corridor{
  {{{-179, -80}, {179, 80}, {179, 79.9}, {-179, -80.1}, {-179, -80}},
    {{0, -60}, {0, -10}, {60, -10}, {60, -60}, {0, -60}}, {{10, -50}, {10, -20}, {50, -20}, {50, -50}, {10, -50}},
    {{20, -40}, {20, -30}, {40, -30}, {40, -40}, {20, -40}}},
  wgs84};

// The documented arithmetic, written out once more: span = size x resolution, edges by floor, cut to the grid.
std::int64_t by_hand(int size, double resolution0, int level, const envelope& e) {
  const double span = size * resolution0 / std::pow(2, level), origin = 20037508.342787, last = std::pow(2, level) - 1;
  const auto tile = [&](double metres) { return std::min(std::max(std::floor(metres / span), 0.0), last); };
  return static_cast<std::int64_t>(
    (tile(e.max_x + origin) - tile(e.min_x + origin) + 1) * (tile(origin - e.min_y) - tile(origin - e.max_y) + 1));
}

TEST(TileSelection, CountsTheTilesOfAnExtentByTheDocumentedArithmetic) {
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

TEST(TileSelection, CoversTheLevelsAndTheExtentOfAService) {
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

TEST(TileSelection, LeavesOutTilesThatDoNotExist) {
  tile_selection chosen{make_area({-180, -85, 180, 85}, wgs84), false, {4}};
  // A half of the rows, from level 2 on: what lies below is missing too.
  chosen.exists = [](const tile_address& tile) { return tile.level < 2 || (tile.row >> (tile.level - 2)) % 2 == 0; };
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), chosen), 128);
  EXPECT_EQ(visited(scheme_of(tile_scheme::mercator256), 4, chosen), 128);
}

TEST(TileSelection, SumsOverItsLevels) {
  const tile_selection chosen{canyon_country(), false, {0, 5, 10, 12}};
  std::int64_t sum = 0;
  for (int level : chosen.levels)
    sum += count_tiles(scheme_of(tile_scheme::mercator256), {chosen.within, false, {level}});
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), chosen), sum);
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), {chosen.within, false, {-1, 24, 99}}), 0);
}

TEST(TileSelection, LeavesOutTilesThatMissThePolygon) {
  const area triangle{{{{-114, 37}, {-114, 42}, {-109, 42}, {-114, 37}}}, wgs84};
  const auto whole = count_tiles(scheme_of(tile_scheme::mercator256), {triangle, false, {10}});
  const auto cut = count_tiles(scheme_of(tile_scheme::mercator256), {triangle, true, {10}});
  EXPECT_LT(cut, whole * 7 / 10);
  EXPECT_GT(cut, whole / 2);
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::mercator256), {canyon_country(), true, {11}}),
    count_tiles(scheme_of(tile_scheme::mercator256), {canyon_country(), false, {11}}));
}

TEST(TileSelection, StopsWhenToldTo) {
  int seen = 0;
  EXPECT_FALSE(for_each_tile(scheme_of(tile_scheme::mercator256), 5,
    {make_area({-180, -80, 180, 80}, wgs84), false, {5}}, [&](const tile_address&) { return ++seen < 7; }));
  EXPECT_EQ(seen, 7);
}

TEST(TileSelection, GoesBlockByBlock) {
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

TEST(TileSelection, FindsThePolygonsTilesAsIfEachWereAsked) {
  for (const tile_scheme which : {tile_scheme::mercator256, tile_scheme::geographic256}) {
    const tiling_scheme& scheme = scheme_of(which);
    for (const int level : {0, 1, 5, 6, 8}) {
      const std::int64_t wanted = one_by_one(scheme, level, corridor);
      EXPECT_EQ(count_tiles(scheme, {corridor, true, {level}}), wanted) << scheme.wkid << ' ' << level;
      EXPECT_EQ(visited(scheme, level, {corridor, true, {level}}), wanted) << scheme.wkid << ' ' << level;
    }
  }
}

TEST(TileSelection, FindsTwoSmallPlacesFarApartInABillionTiles) {
  const tiling_scheme& scheme = scheme_of(tile_scheme::mercator256);
  const int level = 20;
  area places{{}, web_mercator};
  for (const tile_address corner : {tile_address{level, 1000, 1000}, {level, 1000000, 1000000}}) {
    const envelope one = scheme.bounds(corner);
    places.rings.push_back(make_area({one.min_x + 1, one.min_y + 1, one.max_x + 1, one.max_y - 1}, 0).rings[0]);
  }
  EXPECT_GT(count_tiles(scheme, {places, false, {level}}), 900'000'000'000);
  EXPECT_EQ(count_tiles(scheme, {places, true, {level}}), 4); // each is two wide and one high
  EXPECT_EQ(visited(scheme, level, {places, true, {level}}), 4);
}

TEST(TileSelection, CountsTheInsideOfAPolygonByArithmetic) {
  const tiling_scheme& scheme = scheme_of(tile_scheme::mercator256);
  const area world = make_area({-180, -85, 180, 85}, wgs84);
  EXPECT_EQ(count_tiles(scheme, {world, true, {14}}), count_tiles(scheme, {world, false, {14}}));
}

TEST(TileSelection, CountsNoFurtherThanIsEnough) {
  const tiling_scheme& scheme = scheme_of(tile_scheme::mercator256);
  const tile_selection chosen{corridor, true, {6, 8, 23}};
  const auto few = count_by_level(scheme, chosen, 5000);
  EXPECT_EQ(few[0], one_by_one(scheme, 6, corridor));
  EXPECT_GT(sum_of(few), 5000);
  EXPECT_LT(few[2], std::int64_t{1} << 46);
  const auto exact = count_by_level(scheme, {corridor, true, {6, 8}}, 1'000'000);
  EXPECT_EQ(sum_of(exact), one_by_one(scheme, 6, corridor) + one_by_one(scheme, 8, corridor));
}

TEST(TileSelection, CountsTilesOfDegreesForAnAreaInMetres) {
  EXPECT_EQ(count_tiles(scheme_of(tile_scheme::geographic256),
              {make_area({-12267407, 4564000, -12200616, 4663000}, web_mercator), false, {8}}),
    4);
}

} // namespace
} // namespace sandbox
