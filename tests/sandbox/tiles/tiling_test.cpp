#include "sandbox/tiles/tiling.hpp"

#include <cmath>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sandbox/model/projection.hpp"
#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

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
}

TEST(Tiling, IsAsFineAsItSays) {
  for (const tile_scheme which :
    {tile_scheme::mercator256, tile_scheme::mercator512, tile_scheme::geographic256, tile_scheme::vector512}) {
    const tiling_scheme& scheme = scheme_of(which);
    EXPECT_NEAR(scheme.levels[5].resolution / pixel_size(scheme.wkid, scheme.detail(5)), 1, 1e-9);
    EXPECT_EQ(scheme.detail(scheme.last_level()), 23);
  }
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

} // namespace
} // namespace sandbox
