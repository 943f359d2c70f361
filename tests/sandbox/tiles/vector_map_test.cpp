#include "sandbox/tiles/vector_map.hpp"

#include <cmath>
#include <set>
#include <utility>

#include <gtest/gtest.h>

#include "tests/sandbox/tiles/mvt_reader.hpp"
#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

const vector_map& vectors() {
  static const vector_map made{sample_data().base, 11, false};
  return made;
}

double area_of(path ring) {
  ring.push_back(ring.front());
  return doubled_area(ring) / 2;
}

TEST(VectorMap, HasTheLayersOfItsLevel) {
  EXPECT_TRUE(read_vector_tile(vectors().render_tile({0, 0, 0})).layers.contains("countries"));
  EXPECT_FALSE(read_vector_tile(vectors().render_tile({2, 1, 0})).layers.contains("states"));
  const auto middle = read_vector_tile(vectors().render_tile({6, 24, 12}));
  for (const char* layer : {"countries", "states", "counties", "labels"})
    EXPECT_TRUE(middle.layers.contains(layer)) << layer;
}

TEST(VectorMap, HasNoTileInTheMiddleOfTheSea) { EXPECT_TRUE(vectors().render_tile({6, 22, 8}).empty()); }

TEST(VectorMap, CutsShapesAtTheBufferAndWindsThemRight) {
  for (const tile_address& tile : {tile_address{0, 0, 0}, {3, 2, 4}, {5, 12, 6}, {8, 98, 73}}) {
    for (const auto& [name, features] : read_vector_tile(vectors().render_tile(tile)).layers) {
      for (const auto& feature : features) {
        ASSERT_FALSE(feature.parts.empty()) << name;
        // y runs downwards here: an outer ring, which is the first, has a positive area.
        if (feature.type == 3) {
          EXPECT_GT(area_of(feature.parts[0]), 0) << name;
        }
        for (const path& part : feature.parts) {
          for (point p : part) {
            EXPECT_TRUE(p.x >= -80 && p.x <= 4176 && p.y >= -80 && p.y <= 4176) << name << ' ' << p.x << ' ' << p.y;
          }
          EXPECT_TRUE(feature.type != 3 || part.size() >= 3) << name;
        }
      }
    }
  }
}

TEST(VectorMap, CoversInlandTilesCompletely) {
  const auto tile = read_vector_tile(vectors().render_tile({6, 24, 13})); // Kansas and around
  const double whole = 4256.0 * 4256.0;
  for (const char* layer : {"countries", "states", "counties"}) {
    double sum = 0;
    for (const auto& feature : tile.layers.at(layer)) {
      for (const path& ring : feature.parts)
        sum += area_of(ring);
    }
    EXPECT_NEAR(sum / whole, 1, 0.01) << layer;
  }
}

TEST(VectorMap, PutsALabelIntoOneTileOnly) {
  // A label in the margins of two tiles would be at one place of the world twice.
  std::set<std::pair<std::int64_t, std::int64_t>> places;
  std::size_t labels = 0;
  for (std::int64_t row = 10; row < 16; ++row) {
    for (std::int64_t column = 4; column < 12; ++column) {
      auto tile = read_vector_tile(vectors().render_tile({5, row, column}));
      for (const auto& label : tile.layers["labels"]) {
        const point at = label.parts.at(0).at(0);
        EXPECT_TRUE(at.x >= 0 && at.x <= 4096 && at.y >= 0 && at.y <= 4096) << at.x << ' ' << at.y;
        places.emplace(std::llround(at.x) + 4096 * column, std::llround(at.y) + 4096 * row);
        ++labels;
      }
    }
  }
  EXPECT_EQ(places.size(), labels);
  EXPECT_GT(labels, 30u);
  const std::size_t coarser = read_vector_tile(vectors().render_tile({4, 6, 3})).layers.at("labels").size();
  EXPECT_GT(coarser, 3u);
  EXPECT_GE(labels, coarser / 2);
}

} // namespace
} // namespace sandbox
