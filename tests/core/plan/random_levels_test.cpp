#include "core/plan/levels_of_detail.hpp"

#include "tests/support/seed.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>

/// Levels of random services between random scales, each judged by itself: a level is
/// left out where another one is nearer to the limit and still covers it.
namespace {

using scales = core::scale_range;

// As in levels_of_detail.hpp's cited list: one scale is printed in several ways.
constexpr double printed = 1e-6;

class level_dice {
public:
  explicit level_dice(std::uint64_t seed) : random_(seed) {}

  double between(double low, double high) { return std::uniform_real_distribution<double>{low, high}(random_); }
  int number(int low, int high) { return std::uniform_int_distribution<int>{low, high}(random_); }

  proto::tile_service_root service() {
    proto::tile_service_root root;
    root.tiles.emplace();
    const double ratio = number(0, 1) == 0 ? 2 : between(1.3, 4);
    double scale = between(1e5, 6e8);
    int level = number(0, 3);
    for (int count = number(1, 9); count > 0; --count, scale /= ratio, level += number(1, 2))
      root.tiles->lods.push_back({level, scale / 3779.52, scale});
    if (number(0, 3) == 0)
      root.min_lod = number(0, 8);
    if (number(0, 3) == 0)
      root.max_lod = number(0, 12);
    if (number(0, 5) == 0)
      root.min_scale = limit(root);
    if (number(0, 5) == 0)
      root.max_scale = limit(root);
    return root;
  }

  /// None, a level's own scale as another version prints it, between levels, or beyond all.
  double limit(const proto::tile_service_root& root) {
    const auto& lods = root.tiles->lods;
    const auto& lod = lods[static_cast<std::size_t>(number(0, static_cast<int>(lods.size()) - 1))];
    switch (number(0, 4)) {
    case 0: return 0;
    case 1: return lod.scale * (1 + between(-1e-8, 1e-8));
    case 2: return lod.scale * between(1.05, 1.25);
    case 3: return lod.scale * between(0.8, 0.95);
    default: return number(0, 1) == 0 ? lods.front().scale * 7 : lods.back().scale / 7;
    }
  }

private:
  std::mt19937_64 random_;
};

using levels_of_scales = std::vector<proto::level_of_detail>;

levels_of_scales built_by(const proto::tile_service_root& root) {
  levels_of_scales built;
  for (const auto& lod : root.tiles->lods) {
    const bool too_coarse =
      (root.min_lod && lod.level < *root.min_lod) || (root.min_scale != 0 && lod.scale / root.min_scale > 1 + printed);
    const bool too_fine =
      (root.max_lod && lod.level > *root.max_lod) || (root.max_scale != 0 && lod.scale / root.max_scale < 1 - printed);
    if (!too_coarse && !too_fine)
      built.push_back(lod);
  }
  return built;
}

/// The smaller of the two zoomed-out ends and the larger of the zoomed-in ends, 0 standing for none.
scales both(const scales& a, const scales& b) {
  const double min = std::min(a.min == 0 ? INFINITY : a.min, b.min == 0 ? INFINITY : b.min);
  return {std::isinf(min) ? 0 : min, a.max > b.max ? a.max : b.max};
}

bool reaches_out_to(const proto::level_of_detail& lod, double min) { return lod.scale / min >= 1 - printed; }
bool reaches_in_to(const proto::level_of_detail& lod, double max) { return lod.scale / max <= 1 + printed; }

std::vector<int> chosen_from(const levels_of_scales& built, const scales& range) {
  std::vector<int> chosen;
  for (const auto& lod : built) {
    const bool finer_will_do = range.min != 0 && std::ranges::any_of(built, [&](const auto& other) {
      return other.level > lod.level && reaches_out_to(other, range.min);
    });
    const bool coarser_will_do = range.max != 0 && std::ranges::any_of(built, [&](const auto& other) {
      return other.level < lod.level && reaches_in_to(other, range.max);
    });
    if (!finer_will_do && !coarser_will_do)
      chosen.push_back(lod.level);
  }
  return chosen;
}

bool have_nothing_in_common(const scales& range) {
  return range.min != 0 && range.max != 0 && range.min / range.max < 1 - printed;
}

TEST(RandomLevels, OfRasterTilesAreThoseThatNoOtherStandsInFor) {
  level_dice dice{test_seed()};
  int some = 0, none = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto root = dice.service();
    const scales map{dice.limit(root), dice.limit(root)}, asked{dice.limit(root), dice.limit(root)};
    const auto built = built_by(root);
    const auto range = both(map, asked);
    const auto answer = core::raster_levels(root, map, asked, "Layer");
    const auto where = [&] {
      return "round " + std::to_string(round) + ", map " + std::to_string(map.min) + " to " + std::to_string(map.max)
        + ", asked " + std::to_string(asked.min) + " to " + std::to_string(asked.max);
    };
    ASSERT_EQ(core::common_range(map, asked), range) << where();
    if (built.empty() || have_nothing_in_common(range)) {
      ++none;
      ASSERT_FALSE(answer) << where();
      ASSERT_EQ(answer.error().code, proto::failure_code::scales_do_not_meet);
      continue;
    }
    ++some;
    ASSERT_TRUE(answer) << where();
    ASSERT_EQ(*answer, chosen_from(built, range)) << where();
  }
  EXPECT_GT(some, 2000);
  EXPECT_GT(none, 2000);
}

TEST(RandomLevels, OfVectorTilesEndWithTheFirstThatIsDetailedEnough) {
  level_dice dice{test_seed()};
  int some = 0;
  for (int round = 0; round < 20'000; ++round) {
    const auto root = dice.service();
    const scales map{dice.limit(root), dice.limit(root)}, asked{dice.limit(root), dice.limit(root)};
    const auto built = built_by(root);
    const auto range = both(map, {0, asked.max});
    const auto answer = core::max_vector_level(root, map, asked, "Layer");
    if (built.empty() || have_nothing_in_common(range)) {
      ASSERT_FALSE(answer) << "round " << round;
      continue;
    }
    ++some;
    ASSERT_TRUE(answer) << "round " << round;
    ASSERT_EQ(*answer, chosen_from(built, {0, range.max}).back()) << "round " << round;
  }
  EXPECT_GT(some, 2000);
}

} // namespace
