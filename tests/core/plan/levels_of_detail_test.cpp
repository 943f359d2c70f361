#include "core/plan/levels_of_detail.hpp"

#include "tests/support/fixtures.hpp"

#include <gmock/gmock.h>

namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using level_ids = std::vector<int>;

proto::tile_service_root service_of(const std::vector<std::pair<int, double>>& scales) {
  proto::tile_service_root root;
  root.is_tiled = true;
  root.tiles.emplace();
  for (const auto& [level, scale] : scales)
    root.tiles->lods.push_back({level, scale / 3779.52, scale});
  return root;
}

const auto four_levels = service_of({{0, 2'000'000}, {1, 1'000'000}, {2, 500'000}, {3, 250'000}});

level_ids chosen(const proto::tile_service_root& root, core::scale_range map, core::scale_range asked) {
  auto answer = core::raster_levels(root, map, asked, "Layer");
  EXPECT_TRUE(answer) << proto::describe(answer.error());
  return answer ? *answer : level_ids{};
}

TEST(ScaleRange, IsTheIntersectionOfTheMapsAndTheAsked) {
  using range = core::scale_range;
  EXPECT_EQ(core::common_range({1'000'000, 10'000}, {900'000, 5'000}), (range{900'000, 10'000}));
  EXPECT_EQ(core::common_range({1'000'000, 10'000}, {0, 0}), (range{1'000'000, 10'000}));
  EXPECT_EQ(core::common_range({0, 0}, {900'000, 5'000}), (range{900'000, 5'000}));
  EXPECT_EQ(core::common_range({0, 0}, {0, 0}), (range{0, 0}));
}

TEST(RasterLevels, AreThoseOfTheDocumentedExamples) {
  EXPECT_THAT(chosen(four_levels, {}, {0, 0}), ElementsAre(0, 1, 2, 3));
  EXPECT_THAT(chosen(four_levels, {}, {750'000, 25'000}), ElementsAre(1, 2, 3));
  EXPECT_THAT(chosen(four_levels, {}, {0, 750'000}), ElementsAre(0, 1, 2));
  EXPECT_THAT(chosen(four_levels, {}, {1'000'000, 0}), ElementsAre(1, 2, 3));
}

TEST(RasterLevels, TakeAnExactHitAlthoughItsScaleIsPrintedDifferently) {
  for (const double printed : {500'000.0, 500'000.0001, 499'999.9999})
    EXPECT_THAT(chosen(four_levels, {}, {printed, printed}), ElementsAre(2));
}

TEST(RasterLevels, OutsideTheListAreItsEnd) {
  EXPECT_THAT(chosen(four_levels, {}, {100'000, 50'000}), ElementsAre(3));
  EXPECT_THAT(chosen(four_levels, {}, {9'000'000, 5'000'000}), ElementsAre(0));
}

TEST(RasterLevels, AreIdsAndNotPositions) {
  const auto sparse = service_of({{3, 8000}, {5, 4000}, {9, 1000}});
  EXPECT_THAT(chosen(sparse, {}, {0, 0}), ElementsAre(3, 5, 9));
  EXPECT_THAT(chosen(sparse, {}, {4000, 2000}), ElementsAre(5, 9));
}

TEST(RasterLevels, StayWithinWhatTheServiceHasBuilt) {
  auto root = four_levels;
  root.min_lod = 1;
  root.max_lod = 2;
  EXPECT_THAT(chosen(root, {}, {}), ElementsAre(1, 2));
  root = four_levels;
  root.min_scale = 1'000'000.00001;
  root.max_scale = 500'000;
  EXPECT_THAT(chosen(root, {}, {}), ElementsAre(1, 2));
  root.min_lod = 3;
  auto none = core::raster_levels(root, {}, {}, "Layer");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, proto::failure_code::scales_do_not_meet);
}

TEST(RasterLevels, RangesThatDoNotMeetAreNamedBoth) {
  auto none = core::raster_levels(four_levels, {1'000'000, 500'000}, {250'000, 1'000}, "Parcels");
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, proto::failure_code::scales_do_not_meet);
  EXPECT_THAT(none.error().subject, HasSubstr("Parcels"));
  EXPECT_THAT(none.error().subject, HasSubstr("1:1,000,000 to 1:500,000"));
  EXPECT_THAT(none.error().subject, HasSubstr("1:250,000 to 1:1,000"));
}

TEST(VectorLevels, BeginAtZeroAndKnowNoMinScale) {
  EXPECT_EQ(*core::max_vector_level(four_levels, {}, {0, 0}, "Base"), 3);
  EXPECT_EQ(*core::max_vector_level(four_levels, {}, {1'000'000, 0}, "Base"), 3);
  EXPECT_EQ(*core::max_vector_level(four_levels, {}, {0, 750'000}, "Base"), 2);
  EXPECT_EQ(*core::max_vector_level(four_levels, {0, 1'000'000}, {0, 750'000}, "Base"), 1);
  EXPECT_EQ(*core::max_vector_level(four_levels, {}, {0, 5'000'000}, "Base"), 0);
  EXPECT_FALSE(core::max_vector_level(four_levels, {500'000, 0}, {0, 750'000}, "Base"));
}

TEST(VectorLevels, OfARecordedBaseMapEndAtItsDeepestTiles) {
  NEEDS_FIXTURES();
  auto root =
    proto::read_tile_service_root(fixtures::json("tiles/json/vectortileserver_agol_world_basemap_v2_10.81.json"), true);
  ASSERT_TRUE(root);
  EXPECT_EQ(*core::max_vector_level(*root, {}, {}, "Base"), 16); // lods go to 22
}

TEST(RasterLevels, OfARecordedHostedServiceAreItsMinLodToMaxLod) {
  NEEDS_FIXTURES();
  auto root = proto::read_tile_service_root(fixtures::json("tiles/json/mapserver_agol_hosted_tiles_10.81.json"), false);
  ASSERT_TRUE(root);
  EXPECT_THAT(chosen(*root, {}, {}), ElementsAre(15, 16, 17, 18, 19));
}

} // namespace
