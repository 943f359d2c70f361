#include "core/plan/area.hpp"
#include "core/plan/tile_count.hpp"

#include "tests/support/seed.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <set>

/// Tiles of random areas in random schemes, counted one by one: no formula, no
/// geometry library.
namespace {

using proto::point;

/// The rule of tile_count.hpp, of a tile: a side within it of an edge lies on the edge.
constexpr long double edge = 1e-6L;

class tiling_dice {
public:
  explicit tiling_dice(std::uint64_t seed) : random_(seed) {}

  double between(double low, double high) { return std::uniform_real_distribution<double>{low, high}(random_); }
  int number(int low, int high) { return std::uniform_int_distribution<int>{low, high}(random_); }
  template <class T>
  T one_of(std::initializer_list<T> choices) {
    return choices.begin()[number(0, static_cast<int>(choices.size()) - 1)];
  }

  proto::tile_info scheme() {
    proto::tile_info scheme;
    // Around the globe in metres and in degrees, and a city's own.
    const auto origin = one_of<point>({{-20037508.342787, 20037508.342787}, {-180, 90}, {between(-1e6, 1e6), 5e6}});
    scheme.origin = origin;
    scheme.rows = one_of({128, 256, 512});
    scheme.cols = one_of({scheme.rows, 256, 512});
    const double ratio = one_of({2.0, 2.0, 2.5, 4.0, between(1.2, 3)});
    double resolution = between(0.5, 2) * std::abs(origin.x) / 512;
    int level = number(0, 4);
    for (int count = number(1, 7); count > 0; --count, resolution /= ratio, level += number(1, 2))
      scheme.lods.push_back({level, resolution, resolution * 96 * 39.37});
    return scheme;
  }

  /// A side, in tiles from the origin: on an edge, hardly beside it, or in between.
  double side(double low, double high) {
    const double at = between(low, high);
    if (number(0, 2) != 0)
      return at;
    return std::round(at) + one_of({0.0, 2e-8, -2e-8});
  }

  proto::envelope box(const proto::tile_info& scheme) {
    const auto& lod = scheme.lods[static_cast<std::size_t>(number(0, static_cast<int>(scheme.lods.size()) - 1))];
    const double width = scheme.cols * lod.resolution, height = scheme.rows * lod.resolution;
    const double reach = one_of({1e-4, 0.5, 3.0, 20.0});
    const double column = side(-2, 12), row = side(-2, 12);
    const double border = -scheme.origin.x; // around the globe: the 180th meridian
    if (border > 0 && number(0, 7) == 0)
      return {border - between(0.01, reach) * width, scheme.origin.y - (row + 1.3) * height, border,
        scheme.origin.y - row * height, {}};
    const double columns = std::max(1e-4, side(0, reach)), rows = std::max(1e-4, side(0, reach));
    return {scheme.origin.x + column * width, scheme.origin.y - (row + rows) * height,
      scheme.origin.x + (column + columns) * width, scheme.origin.y - row * height, {}};
  }

  /// A ring around a place without crossings of its own, `size` across, and one inside it.
  void star(proto::polygon& into, point centre, double size, bool with_hole) {
    std::vector<point> outer, inner;
    for (const int corners = number(3, 12); static_cast<int>(outer.size()) < corners;) {
      const double angle = -2 * std::numbers::pi * static_cast<double>(outer.size()) / corners;
      const double radius = size / 2 * between(0.3, 1);
      outer.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
      // Smaller than the smallest triangle of the outer ring leaves.
      inner.push_back({centre.x + size * 0.07 * std::cos(-angle), centre.y + size * 0.07 * std::sin(-angle)});
    }
    outer.push_back(outer.front());
    inner.push_back(inner.front());
    into.rings.push_back(std::move(outer));
    if (with_hole)
      into.rings.push_back(std::move(inner));
  }

  proto::polygon polygon(const proto::tile_info& scheme) {
    const auto& lod = scheme.lods[static_cast<std::size_t>(number(0, static_cast<int>(scheme.lods.size()) - 1))];
    const double tile = std::min(scheme.cols, scheme.rows) * lod.resolution;
    const double size = tile * one_of({1e-3, 0.8, 4.0, 15.0});
    const point centre{scheme.origin.x + between(-1, 12) * tile, scheme.origin.y - between(-1, 12) * tile};
    proto::polygon shape;
    star(shape, centre, size, number(0, 1) == 1);
    if (number(0, 2) == 0) // a second part, clear of the first
      star(shape, {centre.x + 1.2 * size, centre.y}, size, false);
    return shape;
  }

private:
  std::mt19937_64 random_;
};

struct tile_counts {
  core::tile_block block; ///< the first and the last one that the box lies on
  std::uint64_t in_box = 0;
  std::uint64_t met = 0;
  bool is_clear = true; ///< no side so near to the rule's own border that rounding decides
};

/// A side's place in tiles from the origin, along one axis.
long double place_of(long double at, long double origin, int pixels, double resolution) {
  return (at - origin) / (static_cast<long double>(pixels) * resolution);
}

/// Whether a box lies on tile `index` of an axis, from `near` to `far`, in tiles.
bool lies_on(std::int64_t index, long double near, long double far) {
  return static_cast<long double>(index) <= far + edge && static_cast<long double>(index) + 1 > near + edge;
}

bool is_clear(long double place) {
  const auto beside = std::fabs(place - std::round(place));
  return std::fabs(beside - edge) > 1e-7L;
}

bool is_inside(const proto::polygon& shape, long double x, long double y) {
  bool inside = false;
  for (const auto& ring : shape.rings)
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const auto &a = ring[i - 1], &b = ring[i];
      if ((a.y > y) != (b.y > y) && x < (static_cast<long double>(b.x) - a.x) * (y - a.y) / (b.y - a.y) + a.x)
        inside = !inside;
    }
  return inside;
}

/// Clips a segment by the four sides, one after the other.
bool crosses(const point& a, const point& b, const proto::envelope& box) {
  const long double dx = static_cast<long double>(b.x) - a.x, dy = static_cast<long double>(b.y) - a.y;
  long double from = 0, to = 1;
  const auto clip = [&](long double direction, long double distance) {
    if (direction == 0)
      return distance >= 0;
    const auto at = distance / direction;
    if (direction < 0)
      from = std::max(from, at);
    else
      to = std::min(to, at);
    return from <= to;
  };
  return clip(-dx, a.x - static_cast<long double>(box.xmin)) && clip(dx, static_cast<long double>(box.xmax) - a.x)
    && clip(-dy, a.y - static_cast<long double>(box.ymin)) && clip(dy, static_cast<long double>(box.ymax) - a.y);
}

/// Where no edge of a polygon crosses a tile, the tile lies in it or out of it as a whole.
bool meets_tile(const proto::polygon& shape, const proto::envelope& tile) {
  for (const auto& ring : shape.rings)
    for (std::size_t i = 1; i < ring.size(); ++i)
      if (crosses(ring[i - 1], ring[i], tile))
        return true;
  return is_inside(shape, (tile.xmin + tile.xmax) / 2, (tile.ymin + tile.ymax) / 2);
}

/// Every tile of a level that could be meant, one by one.
tile_counts count_one_by_one(
  const proto::tile_info& scheme, const proto::level_of_detail& lod, const proto::area& area) {
  const auto box = proto::box_of(area);
  const auto left = place_of(box.xmin, scheme.origin.x, scheme.cols, lod.resolution);
  const auto right = place_of(box.xmax, scheme.origin.x, scheme.cols, lod.resolution);
  const auto top = -place_of(box.ymax, scheme.origin.y, scheme.rows, lod.resolution);
  const auto bottom = -place_of(box.ymin, scheme.origin.y, scheme.rows, lod.resolution);
  const double width = scheme.cols * lod.resolution, height = scheme.rows * lod.resolution;
  const auto* shape = std::get_if<proto::polygon>(&area);
  tile_counts counts;
  counts.is_clear = is_clear(left) && is_clear(right) && is_clear(top) && is_clear(bottom);
  const auto first = [](long double place) { return std::max<std::int64_t>(0, std::llround(place) - 2); };
  for (auto column = first(left); static_cast<long double>(column) < right + 2; ++column)
    for (auto row = first(top); static_cast<long double>(row) < bottom + 2; ++row) {
      if (!lies_on(column, left, right) || !lies_on(row, top, bottom))
        continue;
      if (counts.in_box++ == 0)
        counts.block = {column, column, row, row};
      counts.block.last_column = std::max(counts.block.last_column, column);
      counts.block.last_row = std::max(counts.block.last_row, row);
      const double x = scheme.origin.x + static_cast<double>(column) * width;
      const double y = scheme.origin.y - static_cast<double>(row) * height;
      counts.met += !shape || meets_tile(*shape, {x, y - height, x + width, y, {}}) ? 1u : 0u;
    }
  return counts;
}

/// The same over the levels that are asked for. Nothing where counting would take long.
std::optional<core::tile_bounds> bounds_one_by_one(
  const proto::tile_info& scheme, const std::vector<int>& levels, const proto::area& area, std::uint64_t most) {
  core::tile_bounds bounds;
  const auto box = proto::box_of(area);
  for (const auto& lod : scheme.lods) {
    if (std::ranges::find(levels, lod.level) == levels.end())
      continue;
    const double tiles =
      (box.xmax - box.xmin) / (scheme.cols * lod.resolution) * (box.ymax - box.ymin) / (scheme.rows * lod.resolution);
    if (tiles > static_cast<double>(most))
      return {};
    const auto counts = count_one_by_one(scheme, lod, area);
    if (!counts.is_clear)
      return {};
    bounds.upper += counts.in_box;
    bounds.lower += counts.met;
    EXPECT_EQ(core::tiles_of(scheme, lod, box).count(), counts.in_box);
    EXPECT_TRUE(counts.in_box == 0 || core::tiles_of(scheme, lod, box) == counts.block) << "level " << lod.level;
  }
  return bounds;
}

std::vector<int> some_levels(tiling_dice& dice, const proto::tile_info& scheme) {
  std::vector<int> levels;
  for (const auto& lod : scheme.lods)
    if (dice.number(0, 3) != 0)
      levels.push_back(lod.level);
  if (dice.number(0, 3) == 0)
    levels.push_back(scheme.lods.back().level + 3); // no level of the scheme
  return levels;
}

TEST(RandomTilings, OfBoxesAreCountedAsOneByOne) {
  tiling_dice dice{test_seed()};
  int counted = 0;
  for (int round = 0; round < 3000; ++round) {
    const auto scheme = dice.scheme();
    const auto levels = some_levels(dice, scheme);
    const proto::area area = dice.box(scheme);
    const auto expected = bounds_one_by_one(scheme, levels, area, 4000);
    if (!expected)
      continue;
    ++counted;
    ASSERT_EQ(core::count_tiles(scheme, levels, area), *expected)
      << "round " << round << " " << proto::to_json(area) << " from " << scheme.origin.x << " " << scheme.origin.y;
  }
  EXPECT_GT(counted, 2000);
}

TEST(RandomTilings, OfPolygonsWithHolesAreCountedAsOneByOne) {
  tiling_dice dice{test_seed()};
  int counted = 0, fewer = 0;
  for (int round = 0; round < 600; ++round) {
    const auto scheme = dice.scheme();
    const auto levels = some_levels(dice, scheme);
    const proto::area area = dice.polygon(scheme);
    const auto expected = bounds_one_by_one(scheme, levels, area, 900);
    if (!expected)
      continue;
    ++counted;
    fewer += expected->lower < expected->upper ? 1 : 0;
    const auto counted_tiles = core::count_tiles(scheme, levels, area);
    ASSERT_EQ(std::pair(counted_tiles.lower, counted_tiles.upper), std::pair(expected->lower, expected->upper))
      << "round " << round << " " << proto::to_json(area);
    ASSERT_LE(counted_tiles.edge, counted_tiles.lower);
  }
  EXPECT_GT(counted, 300);
  EXPECT_GT(fewer, 50);
}

/// Mercator on the sphere (3857) or the ellipsoid (3395) of WGS84, by its formula.
point mercator_of(const point& degrees, int wkid) {
  constexpr double axis = 6378137, flattening = 1 / 298.257223563, radians = std::numbers::pi / 180;
  const double e = wkid == 3395 ? std::sqrt(flattening * (2 - flattening)) : 0;
  const double latitude = degrees.y * radians;
  return {axis * degrees.x * radians, axis * (std::asinh(std::tan(latitude)) - e * std::atanh(e * std::sin(latitude)))};
}

proto::area in_degrees(tiling_dice& dice) {
  const point centre{dice.between(-150, 150), dice.between(-60, 60)};
  const double size = dice.one_of({0.001, 0.3, 12.0});
  if (dice.number(0, 1) == 0)
    return proto::envelope{
      centre.x - size / 2, centre.y - size / 3, centre.x + size / 2, centre.y + size / 3, {4326, 0, {}}};
  proto::polygon shape;
  dice.star(shape, centre, size, true);
  shape.spatial_reference = {4326, 0, {}};
  return shape;
}

/// Tiles of a level that places of the area, strewn over it, lie on.
std::set<std::pair<std::int64_t, std::int64_t>> tiles_of_places(
  tiling_dice& dice, const proto::area& area, const proto::tile_info& scheme, const proto::level_of_detail& lod) {
  const auto box = proto::box_of(area);
  const auto* shape = std::get_if<proto::polygon>(&area);
  const double span = 256 * lod.resolution;
  std::set<std::pair<std::int64_t, std::int64_t>> tiles;
  for (int place = 0; place < 60; ++place) {
    const point at{dice.between(box.xmin, box.xmax), dice.between(box.ymin, box.ymax)};
    if (shape && !is_inside(*shape, at.x, at.y))
      continue;
    const auto flat = mercator_of(at, scheme.spatial_reference.wkid);
    tiles.emplace(static_cast<std::int64_t>((flat.x - scheme.origin.x) / span),
      static_cast<std::int64_t>((scheme.origin.y - flat.y) / span));
  }
  return tiles;
}

TEST(RandomTilings, OfAreasInDegreesHoldEveryPlaceOfThemInTheSchemesProjection) {
  tiling_dice dice{test_seed()};
  for (int round = 0; round < 50; ++round) {
    proto::tile_info scheme;
    scheme.spatial_reference.wkid = dice.one_of({3857, 3395});
    scheme.origin = {-20037508.342787, 20037508.342787};
    for (int level = 0; level < 20; ++level)
      scheme.lods.push_back({level, 156543.03392800014 / std::pow(2, level), 591657527.591555 / std::pow(2, level)});
    const auto area = in_degrees(dice);
    const auto flat = core::project(area, scheme.spatial_reference);
    ASSERT_TRUE(flat);
    const double wide = proto::box_of(*flat).xmax - proto::box_of(*flat).xmin;
    for (const auto& lod : scheme.lods) {
      if (wide / (256 * lod.resolution) > 40)
        break;
      const auto places = tiles_of_places(dice, area, scheme, lod);
      const auto block = core::tiles_of(scheme, lod, proto::box_of(*flat));
      for (const auto& [column, row] : places)
        ASSERT_TRUE(column >= block.first_column && column <= block.last_column && row >= block.first_row
          && row <= block.last_row)
          << "round " << round << " level " << lod.level << " " << proto::to_json(area);
      const auto bounds = core::count_tiles(scheme, {lod.level}, *flat);
      ASSERT_GE(bounds.lower, places.size()) << "round " << round << " level " << lod.level;
      ASSERT_GE(bounds.upper, bounds.lower);
    }
  }
}

} // namespace
