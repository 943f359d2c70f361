#include "sandbox/tiles/tiling.hpp"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "sandbox/model/area_filter.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t block = 128; // rows and columns of a bundle: packages are filled bundle by bundle
constexpr double edge_tolerance = 1e-6;

tiling_scheme make_scheme(int tile_size, double resolution, double scale, int last) {
  tiling_scheme made;
  made.tile_size = tile_size;
  for (int level = 0; level <= last; ++level) {
    made.levels.push_back({level, std::ldexp(resolution, -level), std::ldexp(scale, -level)});
  }
  return made;
}

std::int64_t tiles_across(int level) { return std::int64_t{1} << level; }

double span_of(const tiling_scheme& scheme, int level) {
  return scheme.levels[static_cast<std::size_t>(level)].resolution * scheme.tile_size;
}

bool has_level(const tiling_scheme& scheme, int level) { return level >= 0 && level <= scheme.last_level(); }

/// Calls `take` for each address of the range, block by block.
bool walk(int level, const tile_range& range, const std::function<bool(const tile_address&)>& take) {
  for (std::int64_t block_row = range.first_row / block; block_row <= range.last_row / block; ++block_row) {
    for (std::int64_t block_column = range.first_column / block; block_column <= range.last_column / block;
         ++block_column) {
      const std::int64_t last_row = std::min(range.last_row, block_row * block + block - 1);
      const std::int64_t last_column = std::min(range.last_column, block_column * block + block - 1);
      for (std::int64_t row = std::max(range.first_row, block_row * block); row <= last_row; ++row) {
        for (std::int64_t column = std::max(range.first_column, block_column * block); column <= last_column;
             ++column) {
          if (!take({level, row, column}))
            return false;
        }
      }
    }
  }
  return true;
}

} // namespace

bool tiling_scheme::contains(const tile_address& tile) const {
  return has_level(*this, tile.level) && tile.row >= 0 && tile.column >= 0 && tile.row < tiles_across(tile.level)
    && tile.column < tiles_across(tile.level);
}

envelope tiling_scheme::bounds(const tile_address& tile) const {
  const double span = span_of(*this, tile.level);
  const double left = origin_x + static_cast<double>(tile.column) * span;
  const double top = origin_y - static_cast<double>(tile.row) * span;
  return {left, top - span, left + span, top};
}

const tiling_scheme& raster_scheme() {
  static const tiling_scheme scheme = make_scheme(256, 156543.03392800014, 591657527.591555, 12);
  return scheme;
}

const tiling_scheme& vector_scheme() {
  static const tiling_scheme scheme = make_scheme(512, 78271.51696399994, 295828763.7957775, 11);
  return scheme;
}

nlohmann::json tile_info_json(const tiling_scheme& scheme, const std::string& format) {
  nlohmann::json levels = nlohmann::json::array();
  for (const tile_level& level : scheme.levels) {
    levels.push_back({{"level", level.level}, {"resolution", level.resolution}, {"scale", level.scale}});
  }
  return {{"rows", scheme.tile_size}, {"cols", scheme.tile_size}, {"dpi", 96}, {"format", format},
    {"compressionQuality", 0}, {"origin", {{"x", scheme.origin_x}, {"y", scheme.origin_y}}},
    {"spatialReference", spatial_reference_json(web_mercator)}, {"lods", std::move(levels)}};
}

std::int64_t tile_range::count() const {
  return last_row < first_row || last_column < first_column
    ? 0
    : (last_row - first_row + 1) * (last_column - first_column + 1);
}

tile_range tiles_of_extent(const tiling_scheme& scheme, int level, const envelope& extent) {
  if (extent.empty() || !has_level(scheme, level))
    return {};
  const double span = span_of(scheme, level);
  const double last = static_cast<double>(tiles_across(level) - 1);
  const auto position = [&](double tiles) { return std::floor(tiles + edge_tolerance); };
  const double left = position((extent.min_x - scheme.origin_x) / span),
               right = position((extent.max_x - scheme.origin_x) / span);
  const double top = position((scheme.origin_y - extent.max_y) / span),
               bottom = position((scheme.origin_y - extent.min_y) / span);
  if (right < 0 || bottom < 0 || left > last || top > last)
    return {};
  const auto cut = [&](double tiles) { return static_cast<std::int64_t>(std::clamp(tiles, 0.0, last)); };
  return {cut(top), cut(bottom), cut(left), cut(right)};
}

bool for_each_tile(const tiling_scheme& scheme, int level, const tile_selection& chosen,
  const std::function<bool(const tile_address&)>& take) {
  const auto within = project(chosen.within, web_mercator);
  if (!within)
    return true;
  const tile_range range = tiles_of_extent(scheme, level, within->extent());
  if (range.count() == 0)
    return true;
  if (!chosen.by_polygon)
    return walk(level, range, take);
  const area_filter filter{*within};
  return walk(
    level, range, [&](const tile_address& tile) { return !filter.intersects(scheme.bounds(tile)) || take(tile); });
}

std::int64_t count_tiles(const tiling_scheme& scheme, const tile_selection& chosen) {
  const auto within = project(chosen.within, web_mercator);
  if (!within)
    return 0;
  std::int64_t total = 0;
  for (int level : chosen.levels) {
    if (!chosen.by_polygon) {
      total += tiles_of_extent(scheme, level, within->extent()).count();
      continue;
    }
    for_each_tile(scheme, level, chosen, [&](const tile_address&) { return ++total, true; });
  }
  return total;
}

} // namespace sandbox
