#include "sandbox/tile_services/export_order.hpp"

#include <cmath>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "sandbox/base/digest.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

/// The same level is printed with more or fewer digits by different servers.
bool nearly(double a, double b) { return std::abs(a - b) <= 1e-6 * std::abs(b); }

std::optional<int> level_of(double value, const std::string& export_by, const tiling_scheme& scheme) {
  for (const tile_level& level : scheme.levels) {
    const double own = export_by == "scale" ? level.scale
      : export_by == "resolution"           ? level.resolution
                                            : static_cast<double>(level.level);
    if (nearly(value, own))
      return level.level;
  }
  return {};
}

/// Adds what one part of the list names. False if that is nothing.
bool add_levels(std::string_view part, const std::string& export_by, const tiling_scheme& scheme, std::set<int>& into) {
  const std::size_t dash = part.find('-');
  const auto first = number_in<double>(part.substr(0, dash));
  const auto last = dash == std::string::npos ? first : number_in<double>(part.substr(dash + 1));
  if (!first || !last)
    return false;
  const int from = level_of(*first, export_by, scheme).value_or(-1);
  const int to = level_of(*last, export_by, scheme).value_or(-1);
  if (from < 0 || to < from)
    return false;
  for (int level = from; level <= to; ++level)
    into.insert(level);
  return true;
}

envelope whole_grid(const tiling_scheme& scheme) { return scheme.bounds({0, 0, 0}); }

outcome<area> read_extent(const http_request& request, const tiling_scheme& scheme) {
  const std::string& text = request.parameter("exportExtent");
  if (text.empty() || lower_case(text) == "default")
    return make_area(whole_grid(scheme), web_mercator);
  return read_area(text, web_mercator);
}

/// Walking a polygon takes time; where even its extent is far beyond all limits, that count will do.
std::int64_t count_of(const tiling_scheme& scheme, tile_selection chosen) {
  constexpr std::int64_t worth_walking = 2'000'000;
  const bool by_polygon = std::exchange(chosen.by_polygon, false);
  const std::int64_t most = count_tiles(scheme, chosen);
  if (!by_polygon || most > worth_walking)
    return most;
  chosen.by_polygon = true;
  return count_tiles(scheme, chosen);
}

using area_reader = outcome<area> (*)(const std::string&, int);

/// Map services want a feature set and vector tile services a bare polygon: each refuses the other's form.
outcome<export_order> with_area(
  const http_request& request, const tiling_scheme& scheme, const char* polygon_name, area_reader read) {
  export_order order;
  const std::string& polygon = request.parameter(polygon_name);
  auto within = polygon.empty() ? read_extent(request, scheme) : read(polygon, web_mercator);
  if (!within)
    return problem{"'" + std::string{polygon.empty() ? "exportExtent" : polygon_name} + "': " + within.error()};
  order.tiles.within = std::move(*within);
  order.tiles.by_polygon = !polygon.empty();
  const std::string& by = request.parameter("exportBy");
  auto levels = read_levels(request.parameter("levels"), by.empty() ? "levelID" : by, scheme);
  if (!levels)
    return problem{levels.error()};
  order.tiles.levels = std::move(*levels);
  order.count = count_of(scheme, order.tiles);
  if (order.count == 0)
    return problem{"The area lies outside of the service."};
  return order;
}

} // namespace

outcome<std::vector<int>> read_levels(
  const std::string& text, const std::string& export_by, const tiling_scheme& scheme) {
  const std::string by = lower_case(export_by);
  if (by != "levelid" && by != "scale" && by != "resolution")
    return problem{"'exportBy': " + export_by};
  std::set<int> chosen;
  for (const std::string_view part : list_items(text)) {
    if (!add_levels(part, by, scheme, chosen))
      return problem{"'levels': the service has no " + std::string{part}};
  }
  if (chosen.empty())
    return problem{"'levels' is missing"};
  return std::vector<int>{chosen.begin(), chosen.end()};
}

outcome<export_order> read_raster_order(const http_request& request, const tiling_scheme& scheme) {
  if (!request.flag("tilePackage"))
    return problem{"'tilePackage' is false, and unpacked caches are not made here"};
  auto order = read_estimate_order(request, scheme);
  if (!order)
    return order;
  const std::string& format = request.parameter("storageFormatType");
  order->compact_v2 = format == "esriMapCacheStorageModeCompactV2";
  const bool known = order->compact_v2 || format.empty() || format == "esriMapCacheStorageModeCompact";
  if (!known)
    return problem{"'storageFormatType': " + format};
  return order;
}

outcome<export_order> read_estimate_order(const http_request& request, const tiling_scheme& scheme) {
  return with_area(request, scheme, "areaOfInterest", read_feature_set);
}

outcome<export_order> read_vector_order(const http_request& request, const tiling_scheme& scheme) {
  return with_area(request, scheme, "polygon", read_polygon);
}

} // namespace sandbox
