#include "core/plan/tile_count.hpp"

#include "tests/support/fixtures.hpp"

#include <cmath>
#include <map>
#include <random>

namespace {

proto::tile_info web_mercator_scheme(int levels, double shift = 0) {
  proto::tile_info scheme;
  scheme.origin = {-20037508.342787 + shift, 20037508.342787 - shift};
  scheme.spatial_reference = {102100, 3857, {}};
  for (int level = 0; level < levels; ++level) {
    const double resolution = 156543.03392800014 / std::pow(2.0, level);
    scheme.lods.push_back({level, resolution, resolution * 96 * 39.37});
  }
  return scheme;
}

std::uint64_t seed() {
  const char* given = std::getenv("MAPFERRY_SEED");
  return given != nullptr ? std::strtoull(given, nullptr, 10) : 20241105;
}

TEST(TileCount, EqualsTheTilesThatABoxTouchesOnRandomGrids) {
  SCOPED_TRACE("MAPFERRY_SEED=" + std::to_string(seed()));
  std::mt19937_64 random(seed());
  const auto between = [&](
                         double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  for (int round = 0; round < 300; ++round) {
    proto::tile_info scheme;
    scheme.origin = {between(-1e6, 1e6), between(-1e6, 1e6)};
    scheme.cols = round % 2 == 0 ? 256 : 512;
    scheme.rows = round % 3 == 0 ? 128 : scheme.cols;
    scheme.lods = {{7, between(0.1, 100), 1}};
    const double width = scheme.cols * scheme.lods[0].resolution, height = scheme.rows * scheme.lods[0].resolution;
    const double x = scheme.origin.x + between(0, 30) * width, y = scheme.origin.y - between(0, 30) * height;
    const proto::envelope box{x, y - between(0, 9) * height, x + between(0, 9) * width, y, {}};
    std::uint64_t touched = 0;
    for (int column = 0; column < 50; ++column)
      for (int row = 0; row < 50; ++row) {
        const double left = scheme.origin.x + column * width, top = scheme.origin.y - row * height;
        if (left <= box.xmax && left + width > box.xmin && top - height < box.ymax && top >= box.ymin)
          ++touched;
      }
    EXPECT_EQ(core::tiles_of(scheme, scheme.lods[0], box).count(), touched) << "round " << round;
  }
}

TEST(TileCount, ShortenedOriginsDoNotAddATile) {
  const auto scheme = web_mercator_scheme(3);
  // One tile of level 2, its near edges off by the digits that servers leave out.
  const double span = 256 * scheme.lods[2].resolution;
  const proto::envelope box{-20037508.342789244 + span, 20037508.342789244 - 1.5 * span,
    -20037508.342789244 + 1.5 * span, 20037508.342789244 - span, {}};
  EXPECT_EQ(core::tiles_of(scheme, scheme.lods[2], box), (core::tile_block{1, 1, 1, 1}));
}

TEST(TileCount, OfABoxThatEndsAtTheGridsNearSidesHoldsTheFirstTiles) {
  const auto scheme = web_mercator_scheme(3);
  const double left = scheme.origin.x, top = scheme.origin.y;
  // Exactly there, and short of it by what servers leave out.
  for (const double gap : {0.0, 2.244e-6})
    EXPECT_EQ(core::tiles_of(scheme, scheme.lods[2], {left - 9e6, top + gap, left - gap, top + 9e6, {}}),
      (core::tile_block{0, 0, 0, 0}))
      << gap;
}

TEST(TileCount, OfASchemeWithoutMeasureIsNothing) {
  auto scheme = web_mercator_scheme(1);
  for (const double resolution : {0.0, -1.0, 1e308}) {
    scheme.lods[0].resolution = resolution;
    EXPECT_EQ(core::count_tiles(scheme, {0}, proto::envelope{-1e308, -1e308, 1e308, 1e308, {}}), core::tile_bounds{});
  }
}

TEST(TileCount, OfWhatLiesOutsideTheGridIsNothing) {
  const auto scheme = web_mercator_scheme(3);
  EXPECT_EQ(core::tiles_of(scheme, scheme.lods[1], {-30e6, 0, -25e6, 1, {}}).count(), 0u);
  EXPECT_EQ(core::tiles_of(scheme, scheme.lods[1], {0, 25e6, 1, 26e6, {}}).count(), 0u);
}

TEST(TileCount, OfAPolygonHasTwoBounds) {
  const auto scheme = web_mercator_scheme(6);
  const double span = 256 * scheme.lods[5].resolution;
  const double x = scheme.origin.x, y = scheme.origin.y;
  // The lower left half of 8 by 8 tiles of level 5, clear of the tiles' corners.
  const double gap = 0.01 * span, far = 8 * span;
  const proto::polygon triangle{
    {{{x + gap, y - 3 * gap}, {x + far - 3 * gap, y - far + gap}, {x + gap, y - far + gap}, {x + gap, y - 3 * gap}}},
    {}};
  const auto bounds = core::count_tiles(scheme, {5}, triangle);
  EXPECT_EQ(bounds.upper, 64u);
  EXPECT_EQ(bounds.lower, 36u);
  const auto box = core::count_tiles(scheme, {5}, proto::box_of(proto::area{triangle}));
  EXPECT_EQ(box, (core::tile_bounds{64, 64}));
}

TEST(TileCount, LowerBoundEqualsABruteForceCountOverRandomPolygons) {
  SCOPED_TRACE("MAPFERRY_SEED=" + std::to_string(seed()));
  std::mt19937_64 random(seed() + 1);
  const auto between = [&](
                         double low, double high) { return std::uniform_real_distribution<double>(low, high)(random); };
  const auto scheme = web_mercator_scheme(8);
  const double span = 256 * scheme.lods[7].resolution;
  for (int round = 0; round < 40; ++round) {
    // A triangle, so that meeting a rectangle can be decided without a library:
    // separated exactly if one of five axes separates them (convex shapes).
    std::vector<proto::point> t;
    for (int i = 0; i < 3; ++i)
      t.push_back({between(0, 20) * span, -between(0, 20) * span});
    const auto meets = [&](double xmin, double ymin, double xmax, double ymax) {
      const std::vector<proto::point> r{{xmin, ymin}, {xmin, ymax}, {xmax, ymax}, {xmax, ymin}};
      std::vector<proto::point> axes{{1, 0}, {0, 1}};
      for (std::size_t i = 0; i < 3; ++i)
        axes.push_back({t[(i + 1) % 3].y - t[i].y, t[i].x - t[(i + 1) % 3].x});
      for (const auto& axis : axes) {
        const auto span_on = [&](const std::vector<proto::point>& shape) {
          std::pair<double, double> reach{1e300, -1e300};
          for (const auto& p : shape) {
            const double at = p.x * axis.x + p.y * axis.y;
            reach = {std::min(reach.first, at), std::max(reach.second, at)};
          }
          return reach;
        };
        const auto one = span_on(t), other = span_on(r);
        if (one.second < other.first || other.second < one.first)
          return false;
      }
      return true;
    };
    proto::polygon triangle{{{}}, {}};
    for (const std::size_t i : {0u, 1u, 2u, 0u})
      triangle.rings[0].push_back({scheme.origin.x + t[i].x, scheme.origin.y + t[i].y});
    std::uint64_t met = 0;
    for (int column = 0; column < 20; ++column)
      for (int row = 0; row < 20; ++row)
        met += meets(column * span, -(row + 1) * span, (column + 1) * span, -row * span) ? 1u : 0u;
    const auto bounds = core::count_tiles(scheme, {7}, triangle);
    EXPECT_EQ(bounds.lower, met) << "round " << round;
    EXPECT_LE(bounds.lower, bounds.upper);
  }
}

TEST(TileCount, OfTheDocumentedOnlineExampleIsTheServersOwn) {
  NEEDS_FIXTURES();
  const auto job = fixtures::json("tiles/json/exporttiles_vector_job_succeeded_agol_doc.json");
  auto scheme = web_mercator_scheme(14);
  scheme.lods.erase(scheme.lods.begin()); // vector level n has the resolution of raster level n + 1
  for (auto& lod : scheme.lods)
    --lod.level;
  scheme.rows = scheme.cols = 512;
  std::vector<int> levels;
  for (const auto& stat : job.at("levelStats"))
    levels.push_back(stat.at("level"));
  const auto& e = job.at("extent");
  const proto::envelope box{e.at("xmin"), e.at("ymin"), e.at("xmax"), e.at("ymax"), {}};
  EXPECT_EQ(core::count_tiles(scheme, levels, box).upper, job.at("estimatedNumTiles").get<std::uint64_t>());
}

/// Tiles of a real package, by level; columns of the list: level, row, column.
std::map<int, core::tile_block> blocks_of(const std::string& name, std::map<int, std::uint64_t>& counts) {
  std::map<int, core::tile_block> blocks;
  const auto expected = fixtures::json("tiles/expected/" + name + ".tiles.json");
  for (const auto& tile : expected.at("tiles")) {
    const int level = tile.at(0);
    const std::int64_t row = tile.at(1), column = tile.at(2);
    const auto [block, is_new] = blocks.try_emplace(level, core::tile_block{column, column, row, row});
    auto& b = block->second;
    b = {std::min(b.first_column, column), std::max(b.last_column, column), std::min(b.first_row, row),
      std::max(b.last_row, row)};
    ++counts[level];
  }
  return blocks;
}

/// Extents of the packages, from their own metadata (web mercator metres).
struct real_package {
  const char* name;
  proto::envelope extent;
};
const real_package packages[] = {
  {"canyonlands.tpk", {-12272009.533127142, 4571091.7891689027, -12204744.948236162, 4660828.860375734, {}}},
  {"states_filled.tpk", {-13957367.097127762, 2138191.3488613046, -7435700.216165917, 7765256.9933629986, {}}},
  {"Usa.tpkx", {-19839092.300098713, 2146082.1892188587, -7454985.1505245157, 11542624.896685526, {}}},
  {"geowebcache-v2", {-13885038.382960921, 2870337.1307936818, -7455049.489182421, 6338174.0557576185, {}}},
};

TEST(TileCount, OfRealPackagesIsWhatTheFormulaSays) {
  NEEDS_FIXTURES();
  const auto scheme = web_mercator_scheme(16);
  for (const auto& package : packages) {
    std::map<int, std::uint64_t> counts;
    for (const auto& [level, block] : blocks_of(package.name, counts)) {
      const auto found = core::tiles_of(scheme, scheme.lods.at(static_cast<std::size_t>(level)), package.extent);
      EXPECT_EQ(found, block) << package.name << " level " << level;
      EXPECT_EQ(found.count(), counts[level]) << package.name << " level " << level;
    }
  }
}

} // namespace
