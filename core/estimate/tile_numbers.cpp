#include "core/estimate/tile_numbers.hpp"

#include "core/plan/area.hpp"
#include "core/plan/tile_count.hpp"
#include "core/plan/tile_plan.hpp"
#include "proto/arcgis/members.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>

namespace core {
namespace {

constexpr double inside = 0.999; // of an extent: without its edges, where tiles touch
constexpr int halvings = 20;     // of the share that fits: to a millionth

proto::plan_number number_of(const tile_bounds& tiles) {
  const auto most = std::min(tiles.upper, tiles.lower + tiles.edge);
  if (most == tiles.lower && tiles.upper == tiles.lower)
    return proto::exactly(tiles.lower);
  return {tiles.lower, most,
    "how closely the service cuts by a polygon is not known; its whole extent has " + std::to_string(tiles.upper)
      + " tiles"};
}

double scale_of(const proto::tile_info& scheme, int level) {
  const auto found = std::ranges::find(scheme.lods, level, &proto::level_of_detail::level);
  return found == scheme.lods.end() ? 0 : found->scale;
}

/// What an export has at most where the service does not cut by a polygon at all.
std::uint64_t tiles_of_extent(const tile_service& service, const proto::area& area, const std::vector<int>& levels) {
  return count_tiles(*service.description.tiles, levels, proto::box_of(area), tiled_extent(service)).upper;
}

proto::envelope shrunk(const proto::envelope& box, double share) {
  const double x = (box.xmin + box.xmax) / 2, y = (box.ymin + box.ymax) / 2;
  const double width = (box.xmax - box.xmin) / 2 * share, height = (box.ymax - box.ymin) / 2 * share;
  return {x - width, y - height, x + width, y + height, box.spatial_reference};
}

/// Whether a tilemap's tree can be read in this scheme: one tile at level 0, each level half of
/// the one before.
bool is_quad_tree(const proto::tile_info& scheme, int deepest, const std::optional<proto::envelope>& extent) {
  const proto::level_of_detail* above = nullptr;
  for (int level = 0; level <= deepest; ++level) {
    const auto lod = std::ranges::find(scheme.lods, level, &proto::level_of_detail::level);
    if (lod == scheme.lods.end())
      return false;
    if (above == nullptr && extent && tiles_of(scheme, *lod, shrunk(*extent, inside)) != tile_block{0, 0, 0, 0})
      return false;
    if (above != nullptr && std::abs(above->resolution - 2 * lod->resolution) > 1e-6 * above->resolution)
      return false;
    above = &*lod;
  }
  return true;
}

void add_level(proto::tile_numbers& numbers, const proto::tile_info& scheme, int level, proto::plan_number tiles) {
  numbers.total = numbers.levels.empty() ? tiles : numbers.total + tiles;
  numbers.levels.push_back({level, scale_of(scheme, level), std::move(tiles)});
}

/// The largest share of the area's box that has no more tiles than that.
std::optional<double> fitting_share(
  const tile_service& service, const proto::area& area, const std::vector<int>& levels, std::uint64_t limit) {
  const auto& scheme = *service.description.tiles;
  const auto box = proto::box_of(area);
  const auto fits = [&](double share) {
    return count_tiles(scheme, levels, shrunk(box, share), tiled_extent(service)).upper <= limit;
  };
  double good = 0, bad = 1;
  if (!fits(good))
    return std::nullopt;
  for (int i = 0; i < halvings; ++i) {
    const double middle = (good + bad) / 2;
    (fits(middle) ? good : bad) = middle;
  }
  return good;
}

/// Levels from the coarsest on, as many as the limit allows.
std::optional<double> fitting_scale(const proto::tile_numbers& numbers, std::uint64_t limit) {
  std::uint64_t sum = 0;
  std::optional<double> scale;
  for (const auto& level : numbers.levels) {
    sum += level.tiles.upper.value_or(limit + 1);
    if (sum > limit)
      break;
    scale = level.scale;
  }
  return scale;
}

/// The service's limit, and what would be within it where it may be passed. `most`: tiles, if
/// it does not cut by a polygon.
void add_limit(proto::tile_numbers& numbers, const tile_service& service, const proto::area& area, std::uint64_t most) {
  const auto& told = service.description.max_export_tiles_count;
  if (!told)
    return;
  const auto limit = static_cast<std::uint64_t>(std::max<std::int64_t>(*told, 0));
  numbers.limit = limit;
  if (most <= limit)
    return;
  numbers.fits = {fitting_scale(numbers, limit), std::nullopt};
  if (service.description.is_vector)
    return; // how many there are in a smaller area only its tilemap knows
  std::vector<int> levels;
  for (const auto& level : numbers.levels)
    levels.push_back(level.level);
  numbers.fits->area_share = fitting_share(service, area, levels, limit);
}

/// Counts the tiles of a tree that lie in an area.
class tree_counter {
public:
  tree_counter(
    const proto::tile_info& scheme, const proto::area& area, const std::optional<proto::envelope>& extent, int deepest)
    : deepest_(deepest),
      counts_(static_cast<std::size_t>(deepest) + 1) {
    if (const auto* polygon = std::get_if<proto::polygon>(&area))
      cover_.emplace(*polygon);
    const auto box = common_box(proto::box_of(area), extent);
    for (int level = 0; level <= deepest; ++level) {
      const auto lod = std::ranges::find(scheme.lods, level, &proto::level_of_detail::level);
      blocks_.push_back(lod == scheme.lods.end() ? tile_block{} : tiles_of(scheme, *lod, box));
      boxes_.push_back(lod == scheme.lods.end() ? tile_grid{} : grid_of(scheme, *lod));
    }
  }

  /// `node`: 0 nothing, 1 a tile without any below it, a list of four: a tile and those
  /// below it, north-west, north-east, south-west, south-east.
  void count(const nlohmann::json& node, int level, std::int64_t row, std::int64_t column) {
    if (level > deepest_ || node == 0 || !lies_in(blocks_[static_cast<std::size_t>(level)], row, column))
      return;
    if (!node.is_array() && node != 1) {
      is_whole_ = false; // a part of the tree in another file
      return;
    }
    add(level, row, column);
    for (std::size_t i = 0; node.is_array() && i < std::min<std::size_t>(node.size(), 4); ++i) {
      const auto child = static_cast<std::int64_t>(i);
      count(node[i], level + 1, 2 * row + child / 2, 2 * column + child % 2);
    }
  }

  bool is_whole() const { return is_whole_; }
  const tile_bounds& at(int level) const { return counts_[static_cast<std::size_t>(level)]; }

private:
  static bool lies_in(const tile_block& block, std::int64_t row, std::int64_t column) {
    return row >= block.first_row && row <= block.last_row && column >= block.first_column
      && column <= block.last_column;
  }

  void add(int level, std::int64_t row, std::int64_t column) {
    auto& sum = counts_[static_cast<std::size_t>(level)];
    ++sum.upper;
    const auto found = cover_
      ? coverage_of(*cover_, boxes_[static_cast<std::size_t>(level)], {column, column, row, row})
      : coverage::inside;
    sum.lower += found == coverage::outside ? 0 : 1;
    sum.edge += found == coverage::partly ? 1 : 0;
  }

  int deepest_;
  bool is_whole_ = true;
  std::optional<polygon_cover> cover_;
  std::vector<tile_block> blocks_; ///< by level
  std::vector<tile_grid> boxes_;
  std::vector<tile_bounds> counts_;
};

proto::tile_numbers at_most(const tile_service& service, const proto::vector_tiles_task& task, const std::string& why) {
  proto::tile_numbers numbers;
  for (int level = 0; level <= task.request.max_level; ++level) {
    const auto tiles =
      count_tiles(*service.description.tiles, {level}, task.request.area_of_interest, tiled_extent(service));
    add_level(
      numbers, *service.description.tiles, level, {std::min<std::uint64_t>(level == 0, tiles.upper), tiles.upper, why});
  }
  return numbers;
}

} // namespace

proto::tile_numbers raster_tile_numbers(const tile_service& service, const proto::raster_tiles_task& task) {
  const auto& root = service.description;
  const auto& request = task.request;
  proto::tile_numbers numbers;
  for (const int level : request.levels)
    add_level(numbers, *root.tiles, level,
      number_of(count_tiles(*root.tiles, {level}, request.area_of_interest, tiled_extent(service))));
  add_limit(
    numbers, service, request.area_of_interest, tiles_of_extent(service, request.area_of_interest, request.levels));
  return numbers;
}

proto::tile_numbers vector_tile_numbers(
  const tile_service& service, const proto::vector_tiles_task& task, const nlohmann::json* tilemap) {
  const auto& scheme = *service.description.tiles;
  const auto* index = tilemap ? proto::member(*tilemap, "index") : nullptr;
  if (!index || !index->is_array())
    return at_most(service, task, "no tilemap of the service says which of them it has");
  if (!is_quad_tree(
        scheme, task.request.max_level, service.description.full_extent ? tiled_extent(service) : std::nullopt))
    return at_most(service, task, "its levels are not those of a tilemap's tree");
  tree_counter tree(scheme, task.request.area_of_interest, tiled_extent(service), task.request.max_level);
  tree.count(*index, 0, 0, 0);
  if (!tree.is_whole())
    return at_most(service, task, "the service's tilemap continues elsewhere");
  proto::tile_numbers numbers;
  for (int level = 0; level <= task.request.max_level; ++level)
    add_level(numbers, scheme, level, number_of(tree.at(level)));
  add_limit(numbers, service, task.request.area_of_interest, numbers.total.upper.value_or(0));
  return numbers;
}

} // namespace core
