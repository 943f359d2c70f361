#include "sandbox/tiles/tiling.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <nlohmann/json.hpp>

#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

constexpr double edge_tolerance = 1e-6;

constexpr double degrees_in_metres = 6378137 * std::numbers::pi / 180; // along the equator

/// `resolution` and `scale` are those of level 0.
tiling_scheme make_scheme(int wkid, int tile_size, double resolution, double scale) {
  tiling_scheme made;
  made.wkid = wkid;
  made.tile_size = tile_size;
  constexpr int first_without = 24;
  const double metres = wkid == wgs84 ? resolution * degrees_in_metres : resolution;
  made.first_detail = static_cast<int>(std::lround(std::log2(156543.03392800014 / metres)));
  for (int level = 0; level < first_without - made.first_detail; ++level)
    made.levels.push_back({level, std::ldexp(resolution, -level), std::ldexp(scale, -level)});
  return made;
}

tiling_scheme mercator_scheme(int tile_size, double resolution, double scale) {
  constexpr double half = 20037508.342787;
  tiling_scheme made = make_scheme(web_mercator, tile_size, resolution, scale);
  made.origin = {-half, half};
  made.world = {-half, -half, half, half};
  return made;
}

tiling_scheme geographic_scheme() {
  tiling_scheme made = make_scheme(wgs84, 256, 0.703125, 295828763.7958547);
  made.origin = {-180, 90};
  made.world = {-180, -90, 180, 90};
  made.columns = 2;
  return made;
}

std::int64_t rows_of(int level) { return std::int64_t{1} << level; }
std::int64_t columns_of(const tiling_scheme& scheme, int level) { return scheme.columns * rows_of(level); }

double span_of(const tiling_scheme& scheme, int level) {
  return scheme.levels[static_cast<std::size_t>(level)].resolution * scheme.tile_size;
}

bool has_level(const tiling_scheme& scheme, int level) { return level >= 0 && level <= scheme.last_level(); }

} // namespace

envelope common(const envelope& a, const envelope& b) {
  return {
    std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x), std::min(a.max_y, b.max_y)};
}

bool tiling_scheme::contains(const tile_address& tile) const {
  return has_level(*this, tile.level) && tile.row >= 0 && tile.column >= 0 && tile.row < rows_of(tile.level)
    && tile.column < columns_of(*this, tile.level);
}

envelope tiling_scheme::bounds(const tile_address& tile) const {
  const double span = span_of(*this, tile.level);
  const double left = origin.x + static_cast<double>(tile.column) * span;
  const double top = origin.y - static_cast<double>(tile.row) * span;
  return {left, top - span, left + span, top};
}

const tiling_scheme& scheme_of(tile_scheme which) {
  static const tiling_scheme mercator256 = mercator_scheme(256, 156543.03392800014, 591657527.591555),
                             mercator512 = mercator_scheme(512, 78271.51696399994, 295828763.7957775),
                             geographic256 = geographic_scheme();
  switch (which) {
  case tile_scheme::mercator256: return mercator256;
  case tile_scheme::geographic256: return geographic256;
  case tile_scheme::mercator512:
  case tile_scheme::vector512: break;
  }
  return mercator512;
}

double pixel_size(int wkid, int detail) {
  const tiling_scheme& scheme = scheme_of(wkid == wgs84 ? tile_scheme::geographic256 : tile_scheme::mercator256);
  return std::ldexp(scheme.levels[0].resolution, scheme.first_detail - detail);
}

nlohmann::json tile_info_json(const tiling_scheme& scheme, const std::string& format) {
  nlohmann::json levels = nlohmann::json::array();
  for (const tile_level& level : scheme.levels) {
    levels.push_back({{"level", level.level}, {"resolution", level.resolution}, {"scale", level.scale}});
  }
  return {{"rows", scheme.tile_size}, {"cols", scheme.tile_size}, {"dpi", 96}, {"format", format},
    {"compressionQuality", 0}, {"origin", {{"x", scheme.origin.x}, {"y", scheme.origin.y}}},
    {"spatialReference", spatial_reference_json(scheme.wkid)}, {"lods", std::move(levels)}};
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
  const double last_row = static_cast<double>(rows_of(level) - 1),
               last_column = static_cast<double>(columns_of(scheme, level) - 1);
  const auto position = [&](double tiles) { return std::floor(tiles + edge_tolerance); };
  const double left = position((extent.min_x - scheme.origin.x) / span),
               right = position((extent.max_x - scheme.origin.x) / span);
  const double top = position((scheme.origin.y - extent.max_y) / span),
               bottom = position((scheme.origin.y - extent.min_y) / span);
  if (right < 0 || bottom < 0 || left > last_column || top > last_row)
    return {};
  const auto cut = [](double tiles, double last) { return static_cast<std::int64_t>(std::clamp(tiles, 0.0, last)); };
  return {cut(top, last_row), cut(bottom, last_row), cut(left, last_column), cut(right, last_column)};
}

tile_range tile_coverage::range(int level) const {
  return levels.contains(level) ? tiles_of_extent(*scheme, level, extent) : tile_range{};
}

bool tile_coverage::contains(const tile_address& tile) const {
  const tile_range has = range(tile.level);
  return tile.row >= has.first_row && tile.row <= has.last_row && tile.column >= has.first_column
    && tile.column <= has.last_column;
}

tile_coverage coverage_of(const tile_service_data& service) {
  const tiling_scheme& scheme = scheme_of(service.scheme);
  const auto moved = project(make_area(service.extent, wgs84), scheme.wkid);
  return {
    &scheme, {service.first_level, service.last_level}, moved ? common(moved->extent(), scheme.world) : scheme.world};
}

} // namespace sandbox
