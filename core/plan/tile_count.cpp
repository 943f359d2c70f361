#include "core/plan/tile_count.hpp"

#include <algorithm>
#include <cmath>

namespace core {
namespace {

// Origins are printed shortened, so edges differ by micrometres.
constexpr double edge_tolerance = 1e-6;
// Questions to the polygon for one export; blocks left undecided then count
// nothing for the lower bound, which stays a bound, and as edge.
constexpr std::uint32_t question_limit = 200'000;

/// Whole tiles from the origin to a side; before the origin less than 0.
double place(double distance, double span) { return std::floor(distance / span + edge_tolerance); }

std::int64_t index(double distance, double span) {
  // Beyond any real scheme; keeps conversions and sums in range.
  constexpr double far = 5e8;
  return static_cast<std::int64_t>(std::clamp(place(distance, span), 0.0, far));
}

bool is_span(double span) { return span > 0 && std::isfinite(span); }

/// Counts the tiles of a block that a polygon meets, quartering what it meets
/// only partly.
class polygon_counter {
public:
  explicit polygon_counter(const proto::polygon& shape) : cover_(shape) {}

  void count(const tile_grid& tiles, const tile_block& block, tile_bounds& sum) {
    if (block.count() == 0)
      return;
    if (questions_ >= question_limit) {
      sum.edge += block.count();
      return;
    }
    ++questions_;
    const auto found = coverage_of(cover_, tiles, block);
    if (found == coverage::outside)
      return;
    if (found == coverage::partly && block.count() > 1)
      return count_quarters(tiles, block, sum);
    sum.lower += block.count();
    sum.edge += found == coverage::partly ? 1 : 0;
  }

private:
  void count_quarters(const tile_grid& tiles, const tile_block& block, tile_bounds& sum) {
    const auto column = (block.first_column + block.last_column) / 2;
    const auto row = (block.first_row + block.last_row) / 2;
    count(tiles, {block.first_column, column, block.first_row, row}, sum);
    count(tiles, {column + 1, block.last_column, block.first_row, row}, sum);
    count(tiles, {block.first_column, column, row + 1, block.last_row}, sum);
    count(tiles, {column + 1, block.last_column, row + 1, block.last_row}, sum);
  }

  polygon_cover cover_;
  std::uint32_t questions_ = 0;
};

} // namespace

std::uint64_t tile_block::count() const {
  if (last_column < first_column || last_row < first_row)
    return 0;
  return static_cast<std::uint64_t>(last_column - first_column + 1)
    * static_cast<std::uint64_t>(last_row - first_row + 1);
}

tile_block tiles_of(const proto::tile_info& scheme, const proto::level_of_detail& level, const proto::envelope& box) {
  const auto tiles = grid_of(scheme, level);
  if (!is_span(tiles.width) || !is_span(tiles.height))
    return {};
  if (place(box.xmax - tiles.origin.x, tiles.width) < 0 || place(tiles.origin.y - box.ymin, tiles.height) < 0)
    return {};
  return {index(box.xmin - tiles.origin.x, tiles.width), index(box.xmax - tiles.origin.x, tiles.width),
    index(tiles.origin.y - box.ymax, tiles.height), index(tiles.origin.y - box.ymin, tiles.height)};
}

tile_grid grid_of(const proto::tile_info& scheme, const proto::level_of_detail& level) {
  return {scheme.origin, scheme.cols * level.resolution, scheme.rows * level.resolution};
}

coverage coverage_of(const polygon_cover& cover, const tile_grid& grid, const tile_block& block) {
  return cover.of(grid.origin.x + static_cast<double>(block.first_column) * grid.width,
    grid.origin.y - static_cast<double>(block.last_row + 1) * grid.height,
    grid.origin.x + static_cast<double>(block.last_column + 1) * grid.width,
    grid.origin.y - static_cast<double>(block.first_row) * grid.height);
}

proto::envelope common_box(const proto::envelope& a, const std::optional<proto::envelope>& b) {
  if (!b)
    return a;
  return {std::max(a.xmin, b->xmin), std::max(a.ymin, b->ymin), std::min(a.xmax, b->xmax), std::min(a.ymax, b->ymax),
    a.spatial_reference};
}

tile_bounds count_tiles(const proto::tile_info& scheme, const std::vector<int>& levels, const proto::area& area,
  const std::optional<proto::envelope>& within) {
  const auto* shape = std::get_if<proto::polygon>(&area);
  std::optional<polygon_counter> counter;
  if (shape != nullptr)
    counter.emplace(*shape);
  const auto box = common_box(proto::box_of(area), within);
  tile_bounds bounds;
  for (const auto& level : scheme.lods) {
    if (!std::binary_search(levels.begin(), levels.end(), level.level))
      continue;
    const auto block = tiles_of(scheme, level, box);
    bounds.upper += block.count();
    if (counter)
      counter->count(grid_of(scheme, level), block, bounds);
    else
      bounds.lower += block.count();
  }
  return bounds;
}

} // namespace core
