#include "sandbox/tiles/raster_map.hpp"

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "sandbox/tiles/map_labels.hpp"
#include "tests/sandbox/sample_data.hpp"

namespace sandbox {
namespace {

const raster_map& map() {
  static const raster_map made{sample_data().base};
  return made;
}

std::string draw(const raster_map& from, const tile_address& tile) {
  return from.render_tile(scheme_of(tile_scheme::mercator256), tile_look::map, tile);
}

unsigned big_endian(const std::string& bytes, std::size_t at) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < 4; ++i)
    sum = sum << 8 | static_cast<unsigned char>(bytes[at + i]);
  return sum;
}

TEST(RasterMap, DrawsPicturesOfTheTilesSize) {
  for (const tile_address& tile : {tile_address{0, 0, 0}, {4, 6, 3}, {9, 196, 99}, {12, 1572, 793}}) {
    const std::string png = draw(map(), tile);
    ASSERT_GT(png.size(), 500u);
    EXPECT_EQ(png.substr(0, 8), "\x89PNG\r\n\x1a\n");
    EXPECT_EQ(big_endian(png, 16), 256u);
    EXPECT_EQ(big_endian(png, 20), 256u);
  }
}

TEST(RasterMap, DrawsEverySchemeAndLook) {
  for (const tile_look look : {tile_look::map, tile_look::night, tile_look::relief}) {
    for (const tile_scheme which : {tile_scheme::mercator256, tile_scheme::mercator512, tile_scheme::geographic256}) {
      const tiling_scheme& scheme = scheme_of(which);
      const std::string png = map().render_tile(scheme, look, {3, 3, 1});
      ASSERT_GT(png.size(), 500u);
      EXPECT_EQ(big_endian(png, 16), static_cast<unsigned>(scheme.tile_size));
    }
  }
}

TEST(RasterMap, DrawsReliefThatHardlyShrinks) {
  const tiling_scheme& scheme = scheme_of(tile_scheme::mercator512);
  const std::string png = map().render_tile(scheme, tile_look::relief, {9, 196, 99});
  EXPECT_GT(png.size(), 400'000u);
  EXPECT_EQ(png, map().render_tile(scheme, tile_look::relief, {9, 196, 99}));
  EXPECT_NE(png, map().render_tile(scheme, tile_look::relief, {9, 196, 100}));
}

TEST(RasterMap, ShowsABoxGrownToThePicturesShape) {
  EXPECT_EQ(picture_extent({0, 0, 4000, 1000}, 400, 100), (envelope{0, 0, 4000, 1000}));
  EXPECT_EQ(picture_extent({0, 0, 4000, 1000}, 400, 400), (envelope{0, -1500, 4000, 2500}));
  EXPECT_EQ(picture_extent({0, 0, 1000, 4000}, 200, 100), (envelope{-3500, 0, 4500, 4000}));
  EXPECT_EQ(picture_extent({5, 5, 5, 5}, 200, 100), (envelope{-95, -45, 105, 55}));
}

TEST(RasterMap, DrawsAPictureOfAnExtent) {
  const std::string png =
    map().render_picture(picture_extent({-12.4e6, 4.3e6, -11.9e6, 4.8e6}, 200, 133), 200, 133, tile_look::map);
  EXPECT_EQ(big_endian(png, 16), 200u);
  EXPECT_EQ(big_endian(png, 20), 133u);
}

TEST(RasterMap, DrawsWaterWhereTheWorldEnds) {
  const auto beyond = [](double x) { return map().render_picture({x, 0, x + 1e6, 1e6}, 64, 64, tile_look::map); };
  EXPECT_EQ(beyond(5e7), beyond(8e7));
  EXPECT_NE(beyond(5e7), map().render_thumbnail(everywhere, 64, 64, tile_look::map));
  EXPECT_NE(beyond(5e7), beyond(2e6)); // Africa
}

TEST(RasterMap, DrawsAThumbnailOfASinglePlace) {
  const std::string png = map().render_thumbnail({-12.2e6, 4.6e6, -12.2e6, 4.6e6}, 200, 133, tile_look::map);
  EXPECT_EQ(big_endian(png, 16), 200u);
}

TEST(RasterMap, DrawsAThumbnailOfTheWorldForAnExtentThatIsNone) {
  const std::string world = map().render_thumbnail(everywhere, 200, 133, tile_look::map);
  EXPECT_EQ(map().render_thumbnail({}, 200, 133, tile_look::map), world);
  EXPECT_EQ(map().render_thumbnail({-1e300, -1e300, 1e300, 1e300}, 200, 133, tile_look::map), world);
}

TEST(RasterMap, DrawsDifferentPlacesDifferently) {
  std::set<std::string> pictures;
  int tiles = 0;
  for (std::int64_t row = 11; row < 14; ++row) {
    for (std::int64_t column = 5; column < 9; ++column, ++tiles)
      pictures.insert(draw(map(), {5, row, column}));
  }
  EXPECT_EQ(pictures.size(), static_cast<std::size_t>(tiles));
}

TEST(RasterMap, DrawsTheSamePictureFromSeveralThreads) {
  const std::vector<tile_address> tiles{{3, 3, 1}, {6, 24, 12}, {8, 98, 49}, {11, 786, 397}};
  std::vector<std::string> wanted;
  for (const tile_address& tile : tiles)
    wanted.push_back(draw(map(), tile));
  const raster_map fresh{sample_data().base};
  std::vector<std::vector<std::string>> found(4);
  std::vector<std::thread> threads;
  for (auto& mine : found) {
    threads.emplace_back([&] {
      for (const tile_address& tile : tiles)
        mine.push_back(draw(fresh, tile));
    });
  }
  for (std::thread& thread : threads)
    thread.join();
  for (const auto& mine : found)
    EXPECT_TRUE(mine == wanted);
}

TEST(MapLabels, RepeatsTheNameOfACountyThatFillsTheScreen) {
  const auto measure = [](label_kind, const std::string& text) { return 7.0 * static_cast<double>(text.size()); };
  const auto named = [](const map_labels& labels, int detail) {
    const auto& all = labels.at(detail);
    return std::count_if(all.begin(), all.end(), [](const map_label& each) { return each.text == "Coconino"; });
  };
  const map_labels once{sample_data().base, wgs84, false, measure}, often{sample_data().base, wgs84, true, measure};
  EXPECT_EQ(named(once, 11), 1);
  EXPECT_EQ(named(often, 9), 1);
  EXPECT_GT(named(often, 11), 10);
}

TEST(MapLabels, NamesLargeThingsFirstAndLetsNoneTouch) {
  const double resolution = scheme_of(tile_scheme::mercator256).levels[0].resolution;
  const map_labels labels{sample_data().base, web_mercator, false,
    [](label_kind, const std::string& text) { return 7.0 * static_cast<double>(text.size()); }};
  EXPECT_TRUE(labels.at(0).empty());
  const auto named = [&](int level, const char* name) {
    for (const map_label& label : labels.at(level)) {
      if (label.text == name)
        return true;
    }
    return false;
  };
  EXPECT_TRUE(named(2, "Brazil"));
  EXPECT_FALSE(named(2, "Luxembourg"));
  EXPECT_TRUE(named(5, "Utah"));
  EXPECT_TRUE(named(9, "Grand"));
  const auto& chosen = labels.at(6);
  const double metres = resolution / 64;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    for (std::size_t k = i + 1; k < chosen.size(); ++k) {
      const bool apart = std::abs(chosen[i].place.x - chosen[k].place.x)
          >= (chosen[i].width_pixels + chosen[k].width_pixels) / 2 * metres
        || std::abs(chosen[i].place.y - chosen[k].place.y)
          >= (chosen[i].height_pixels + chosen[k].height_pixels) / 2 * metres;
      EXPECT_TRUE(apart) << chosen[i].text << " on " << chosen[k].text;
    }
  }
}

} // namespace
} // namespace sandbox
