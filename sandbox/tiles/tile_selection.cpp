#include "sandbox/tiles/tile_selection.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "sandbox/model/area_filter.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

using tile_visitor = std::function<bool(const tile_address&)>;

constexpr int block_levels = 7; // a bundle's block of 128 x 128 tiles is one tile so many levels higher
constexpr std::int64_t block = std::int64_t{1} << block_levels;

/// What lies below a tile, or the tile itself.
tile_range range_below(const tile_address& tile, int level) {
  const int deeper = level - tile.level;
  return {tile.row << deeper, ((tile.row + 1) << deeper) - 1, tile.column << deeper, ((tile.column + 1) << deeper) - 1};
}

/// The tiles above those of a range.
tile_range range_above(const tile_range& range, int levels) {
  return {
    range.first_row >> levels, range.last_row >> levels, range.first_column >> levels, range.last_column >> levels};
}

tile_range shared(const tile_range& a, const tile_range& b) {
  return {std::max(a.first_row, b.first_row), std::min(a.last_row, b.last_row),
    std::max(a.first_column, b.first_column), std::min(a.last_column, b.last_column)};
}

/// Calls `take` for each address of the range, row by row.
bool walk(int level, const tile_range& range, const tile_visitor& take) {
  for (std::int64_t row = range.first_row; row <= range.last_row; ++row) {
    for (std::int64_t column = range.first_column; column <= range.last_column; ++column) {
      if (!take({level, row, column}))
        return false;
    }
  }
  return true;
}

/// A little larger, so that rounding hides nothing that lies below.
envelope grown(const envelope& box) {
  const double margin = (box.max_x - box.min_x) * 1e-6;
  return {box.min_x - margin, box.min_y - margin, box.max_x + margin, box.max_y + margin};
}

/// A selection in the scheme's reference, ready for many questions.
class ground {
public:
  ground(const tiling_scheme& scheme, const tile_selection& chosen, const area& within)
    : scheme_{scheme},
      chosen_{chosen},
      extent_{common(within.extent(), chosen.limit)} {
    if (chosen.by_polygon)
      polygon_.emplace(within);
  }

  tile_range range(int level) const { return tiles_of_extent(scheme_, level, extent_); }
  /// All tiles of a range are chosen.
  bool is_whole() const { return !polygon_ && !chosen_.exists; }

  /// Whether a tile is chosen or, with the margin, one below it may be.
  bool has(const tile_address& tile, bool with_margin = false) const {
    if (chosen_.exists && !chosen_.exists(tile))
      return false;
    const envelope box = scheme_.bounds(tile);
    return !polygon_ || polygon_->intersects(with_margin ? grown(box) : box);
  }

  /// Goes down from a tile to those of `bottom` that have chosen ones of `level` below them or are such. Where nothing
  /// is cut away any more it goes no further: what is taken there stands for all below it.
  bool descend(const tile_address& from, int bottom, int level, const tile_visitor& take) const {
    if (shared(range_below(from, level), range(level)).count() == 0 || !has(from, from.level < level))
      return true;
    if (from.level == bottom || (!chosen_.exists && polygon_->covers(grown(scheme_.bounds(from)))))
      return take(from);
    return walk(from.level + 1, range_below(from, from.level + 1),
      [&](const tile_address& child) { return descend(child, bottom, level, take); });
  }

  /// The same from the top.
  bool descend(int bottom, int level, const tile_visitor& take) const {
    return walk(
      0, {0, 0, 0, scheme_.columns - 1}, [&](const tile_address& root) { return descend(root, bottom, level, take); });
  }

private:
  const tiling_scheme& scheme_;
  const tile_selection& chosen_;
  envelope extent_;
  std::optional<area_filter> polygon_;
};

/// Bundles' blocks by row and column.
using block_set = std::set<std::pair<std::int64_t, std::int64_t>>;

/// The blocks that have chosen tiles. Looked for from the top: the extent of a polygon may have billions of others.
block_set blocks_of(const ground& where, int level) {
  const int deeper = std::min(level, block_levels), above = level - deeper;
  const tile_range all = range_above(where.range(level), deeper);
  block_set found;
  where.descend(above, level, [&](const tile_address& tile) {
    return walk(above, shared(range_below(tile, above), all), [&](const tile_address& each) {
      found.emplace((each.row << deeper) / block, (each.column << deeper) / block);
      return true;
    });
  });
  return found;
}

/// The part of a range in a block.
tile_range in_block(const tile_range& range, std::int64_t row, std::int64_t column) {
  return shared(range, {row * block, row * block + block - 1, column * block, column * block + block - 1});
}

bool walk_blocks(int level, const tile_range& range, const tile_visitor& take) {
  return walk(level, range_above(range, block_levels),
    [&](const tile_address& each) { return walk(level, in_block(range, each.row, each.column), take); });
}

std::int64_t count_of(const ground& where, int level, std::int64_t enough) {
  const tile_range range = where.range(level);
  if (range.count() == 0 || where.is_whole())
    return range.count();
  std::int64_t sum = 0;
  where.descend(level, level, [&](const tile_address& tile) {
    sum += shared(range_below(tile, level), range).count();
    return sum <= enough;
  });
  return sum;
}

} // namespace

bool for_each_tile(const tiling_scheme& scheme, int level, const tile_selection& chosen, const tile_visitor& take) {
  const auto within = project(chosen.within, scheme.wkid);
  if (!within)
    return true;
  const ground where{scheme, chosen, *within};
  const tile_range range = where.range(level);
  if (range.count() == 0)
    return true;
  if (where.is_whole())
    return walk_blocks(level, range, take);
  const block_set blocks = blocks_of(where, level);
  return std::all_of(blocks.begin(), blocks.end(), [&](const auto& place) {
    return walk(level, in_block(range, place.first, place.second),
      [&](const tile_address& tile) { return !where.has(tile) || take(tile); });
  });
}

std::vector<std::int64_t> count_by_level(
  const tiling_scheme& scheme, const tile_selection& chosen, std::int64_t enough) {
  const auto within = project(chosen.within, scheme.wkid);
  std::vector<std::int64_t> counts(chosen.levels.size());
  if (!within)
    return counts;
  const ground where{scheme, chosen, *within};
  for (std::size_t i = 0; i < counts.size() && enough >= 0; ++i) {
    counts[i] = count_of(where, chosen.levels[i], enough);
    enough -= counts[i];
  }
  return counts;
}

std::int64_t count_tiles(const tiling_scheme& scheme, const tile_selection& chosen) {
  const auto counts = count_by_level(scheme, chosen);
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
}

} // namespace sandbox
