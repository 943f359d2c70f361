#include "core/estimate/size_estimates.hpp"

#include <gtest/gtest.h>

namespace {

proto::row_numbers layer_of(std::uint64_t rows, std::optional<proto::plan_number> attachment_bytes = {}) {
  return {{}, proto::exactly(rows), attachment_bytes, attachment_bytes};
}

TEST(SizeEstimates, AreMeasuredWhereAttachmentsMakeUpMostOfIt) {
  const auto heavy = core::replica_bytes({layer_of(10, proto::exactly(50'000'000))});
  EXPECT_EQ(heavy.basis, proto::estimate_basis::measured);
  EXPECT_GE(heavy.lower, 50'000'000u);
  EXPECT_LE(*heavy.factor(), 10);
  const auto light = core::replica_bytes({layer_of(10'000, proto::exactly(100))});
  EXPECT_EQ(light.basis, proto::estimate_basis::usual);
}

TEST(SizeEstimates, HaveNoUpperEndWhereNobodyKnowsTheNumber) {
  EXPECT_FALSE(core::replica_bytes({layer_of(3), layer_of(0, proto::plan_number{0, std::nullopt, "x"})}).upper);
  proto::tile_numbers tiles;
  tiles.total = {1, std::nullopt, "x"};
  EXPECT_FALSE(core::tile_bytes(proto::export_kind::vector_tiles, 512, tiles, {}).upper);
}

TEST(SizeEstimates, OfTheServiceGoBeforeGuesses) {
  proto::tile_numbers tiles;
  tiles.total = proto::exactly(1000);
  const auto told =
    core::tile_bytes(proto::export_kind::raster_tiles, 256, tiles, proto::size_estimate{7'000'000, 1000});
  EXPECT_EQ(told.basis, proto::estimate_basis::server);
  EXPECT_LE(told.lower, 7'000'000u);
  EXPECT_GE(told.upper, 7'000'000u);
  EXPECT_EQ(core::tile_bytes(proto::export_kind::raster_tiles, 256, tiles, {}).basis, proto::estimate_basis::usual);
}

TEST(SizeEstimates, SumsStandOnTheWeakestOfTheirBases) {
  const proto::byte_estimate firm{10, 20, proto::estimate_basis::measured}, guess{1, 100, proto::estimate_basis::usual};
  const auto sum = firm + guess;
  EXPECT_EQ(sum.lower, 11u);
  EXPECT_EQ(sum.upper, 120u);
  EXPECT_EQ(sum.basis, proto::estimate_basis::usual);
}

TEST(SizeEstimates, OfTheDiskLeaveRoomForThePackagesDocuments) {
  const auto peak = core::disk_peak({1000, 2000, proto::estimate_basis::measured}, 500);
  EXPECT_EQ(peak.lower, 1500u);
  EXPECT_GT(peak.upper, 2500u);
}

const std::string roads = "https://svc.example/rest/services/Roads/MapServer";
const std::vector<core::export_experience> earlier{{roads, proto::export_kind::raster_tiles, 1000, 8'000'000}};

TEST(SizeEstimates, AreLearnedFromExportsThatHeldAboutAsMuch) {
  for (const std::uint64_t tiles : {400u, 1000u, 2500u}) {
    const auto learned = core::learned_bytes(earlier, roads, proto::export_kind::raster_tiles, proto::exactly(tiles));
    ASSERT_TRUE(learned) << tiles;
    EXPECT_EQ(learned->basis, proto::estimate_basis::learned);
    EXPECT_LE(*learned->factor(), 10);
    EXPECT_LT(learned->lower, tiles * 8000);
    EXPECT_GT(*learned->upper, tiles * 8000);
  }
}

TEST(SizeEstimates, AreNotLearnedFromOtherServicesNorFromFarLargerExports) {
  using enum proto::export_kind;
  EXPECT_FALSE(core::learned_bytes(earlier, "https://svc.example/other", raster_tiles, proto::exactly(1000)));
  EXPECT_FALSE(core::learned_bytes(earlier, roads, vector_tiles, proto::exactly(1000)));
  EXPECT_FALSE(core::learned_bytes(earlier, roads, raster_tiles, proto::exactly(100'000)));
  EXPECT_FALSE(core::learned_bytes(earlier, roads, raster_tiles, {10, std::nullopt, "x"}));
}

} // namespace
