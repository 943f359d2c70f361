#include "sandbox/tiles/vector_tree.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sandbox/tiles/vector_map.hpp"
#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

const vector_map& indexed() {
  static const vector_map made{sample_data().base, 11, true};
  return made;
}

/// As a client reads it: the tile itself, or the leaf that stands for it, or nothing.
int read(const nlohmann::json& index, const tile_address& tile) {
  const nlohmann::json* node = &index;
  for (int level = 1; level <= tile.level; ++level) {
    const int shift = tile.level - level;
    const auto child = 2 * (tile.row >> shift & 1) + (tile.column >> shift & 1);
    node = &node->at(static_cast<std::size_t>(child));
    if (node->is_number())
      return node->get<int>() == 0 ? 0 : level == tile.level ? 2 : 1;
  }
  return 2;
}

TEST(VectorTree, TellsWhichTilesThereAre) {
  const auto& index = indexed().index().at("index");
  int tiles = 0, gaps = 0;
  for (std::int64_t row = 0; row < 32; ++row) {
    for (std::int64_t column = 0; column < 32; ++column) {
      const tile_address tile{5, row, column};
      const bool there = !indexed().render_tile(tile).empty();
      EXPECT_EQ(there, read(index, tile) == 2) << row << ' ' << column;
      EXPECT_EQ(there, indexed().may_have(tile));
      there ? ++tiles : ++gaps;
    }
  }
  EXPECT_GT(tiles, 200);
  EXPECT_GT(gaps, 200);
}

TEST(VectorTree, EndsWhereNothingNewWouldBeSeen) {
  const auto& index = indexed().index().at("index");
  EXPECT_EQ(read(index, {11, 1100, 1090}), 1) << "the middle of the Sahara";
  EXPECT_FALSE(indexed().may_have({11, 1100, 1090}));
  EXPECT_EQ(read(index, {11, 1024, 100}), 0) << "the middle of the Pacific";
  EXPECT_LT(indexed().index().dump().size(), 200'000u);
}

TEST(VectorTree, GivesALeafWhatItsChildrenWouldShow) {
  const vector_map whole{sample_data().base, 11, false};
  // A tile without an index is there on each level; its ancestor with one has the same names or more.
  tile_address tile{11, 789, 396};
  ASSERT_FALSE(whole.render_tile(tile).empty());
  while (!indexed().may_have(tile))
    tile = {tile.level - 1, tile.row / 2, tile.column / 2};
  EXPECT_GE(tile.level, 8) << "a county's border is near";
  EXPECT_FALSE(indexed().render_tile(tile).empty());
}

TEST(VectorTree, ListsTheTilesOfAPackage) {
  EXPECT_EQ(index_of({{0, 0, 0}}).dump(), R"({"index":[0,0,0,0]})");
  EXPECT_EQ(index_of({{0, 0, 0}, {1, 0, 0}, {1, 1, 1}, {2, 3, 2}}).dump(), R"({"index":[1,0,0,[0,0,1,0]]})");
}

} // namespace
} // namespace sandbox
