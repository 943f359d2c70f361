#include "sandbox/tile_services/recent_tiles.hpp"

#include <gtest/gtest.h>

namespace sandbox {
namespace {

class RecentTiles : public testing::Test {
protected:
  int drawn_ = 0;
  recent_tiles tiles_{
    [this](const tile_address& tile) { return ++drawn_, std::string(10, static_cast<char>('a' + tile.column)); }, 30};
};

TEST_F(RecentTiles, DrawsATileOnce) {
  EXPECT_EQ(tiles_.get({3, 0, 1}), "bbbbbbbbbb");
  EXPECT_EQ(tiles_.get({3, 0, 1}), "bbbbbbbbbb");
  EXPECT_EQ(drawn_, 1);
}

TEST_F(RecentTiles, ForgetsTheOneThatWasNotAskedForTheLongest) {
  for (std::int64_t column : {0, 1, 2, 0, 3})
    tiles_.get({3, 0, column});
  EXPECT_EQ(drawn_, 4);
  tiles_.get({3, 0, 0});
  EXPECT_EQ(drawn_, 4);
  tiles_.get({3, 0, 1});
  EXPECT_EQ(drawn_, 5);
}

TEST(RecentTilesRoom, DoesNotKeepWhatHasNoRoom) {
  int drawn = 0;
  recent_tiles tiles{[&](const tile_address&) { return ++drawn, std::string(31, 'x'); }, 30};
  EXPECT_EQ(tiles.get({0, 0, 0}).size(), 31u);
  EXPECT_EQ(tiles.get({0, 0, 0}).size(), 31u);
  EXPECT_EQ(drawn, 2);
}

} // namespace
} // namespace sandbox
