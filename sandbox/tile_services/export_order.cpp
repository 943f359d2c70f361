#include "sandbox/tile_services/export_order.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "sandbox/base/digest.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

/// The same level is printed with more or fewer digits by different servers.
bool nearly(double a, double b) { return std::abs(a - b) <= 1e-6 * std::abs(b); }

std::optional<int> level_of(double asked, const std::string& export_by, const tile_coverage& coverage) {
  for (const tile_level& level : coverage.scheme->levels) {
    const double own = export_by == "scale" ? level.scale
      : export_by == "resolution"           ? level.resolution
                                            : static_cast<double>(level.level);
    if (coverage.levels.contains(level.level) && nearly(asked, own))
      return level.level;
  }
  return {};
}

/// Where a range is divided: a dash before or within a number (8.58e-05) does not do it.
std::size_t range_dash(std::string_view part) {
  for (std::size_t at = 1; at < part.size(); ++at) {
    if (part[at] == '-' && part[at - 1] != 'e' && part[at - 1] != 'E')
      return at;
  }
  return std::string_view::npos;
}

/// Adds what one part of the list names. False if that is nothing.
bool add_levels(
  std::string_view part, const std::string& export_by, const tile_coverage& coverage, std::set<int>& into) {
  const std::size_t dash = range_dash(part);
  const auto first = number_in<double>(part.substr(0, dash));
  const auto last = dash == std::string::npos ? first : number_in<double>(part.substr(dash + 1));
  if (!first || !last)
    return false;
  const int from = level_of(*first, export_by, coverage).value_or(-1);
  const int to = level_of(*last, export_by, coverage).value_or(-1);
  if (from < 0 || to < from)
    return false;
  for (int level = from; level <= to; ++level)
    into.insert(level);
  return true;
}

outcome<area> read_extent(const std::string& text, const tile_coverage& coverage) {
  if (text.empty() || same_word(text, "default"))
    return make_area(coverage.extent, coverage.scheme->wkid);
  return read_area(text, coverage.scheme->wkid);
}

constexpr std::int64_t always_counted = 1'000'000; // tiles: for estimates and the words of a refusal

using area_reader = outcome<area> (*)(const std::string&, int);

/// How a kind of service names and reads what is asked for.
struct dialect_of_areas {
  std::vector<const char*> extents; ///< the first that is there counts
  const char* polygon;
  area_reader read;
  const char* foreign; ///< the other kind's word for a polygon, which would be a different question here
};

/// Map services want a feature set and vector tile services a bare polygon: each refuses the other's form.
outcome<export_order> with_area(
  const http_request& request, const tile_coverage& coverage, const dialect_of_areas& words) {
  if (!request.parameter(words.foreign).empty())
    return problem{"'" + std::string{words.foreign} + "' is not a parameter of this service"};
  std::string name = words.polygon;
  const bool by_polygon = !request.parameter(name).empty();
  if (!by_polygon) {
    const auto given = std::find_if(
      words.extents.begin(), words.extents.end(), [&](const char* each) { return !request.parameter(each).empty(); });
    name = given == words.extents.end() ? words.extents.front() : *given;
  }
  auto within = by_polygon ? words.read(request.parameter(name), coverage.scheme->wkid)
                           : read_extent(request.parameter(name), coverage);
  if (!within)
    return problem{"'" + name + "': " + within.error()};
  if (const auto known = project(*within, coverage.scheme->wkid); !known)
    return problem{"'" + name + "': " + known.error()};
  export_order order;
  order.tiles.within = std::move(*within);
  order.tiles.by_polygon = by_polygon;
  order.tiles.limit = coverage.extent;
  return order;
}

/// Levels and count complete the order.
outcome<export_order> with_levels(
  outcome<export_order> order, const http_request& request, const tile_coverage& coverage, std::int64_t limit) {
  if (!order)
    return order;
  const std::string& by = request.parameter("exportBy");
  auto levels = read_levels(request.parameter("levels"), by.empty() ? "levelID" : by, coverage);
  if (!levels)
    return problem{levels.error()};
  order->tiles.levels = std::move(*levels);
  order->counts = count_by_level(*coverage.scheme, order->tiles, std::max(limit, always_counted));
  order->count = std::accumulate(order->counts.begin(), order->counts.end(), std::int64_t{0});
  if (order->count == 0)
    return problem{"The area lies outside of the service."};
  return order;
}

/// Both only matter where pictures lose quality, which none here does; but nonsense is nonsense.
problem quality_problem(const http_request& request) {
  const std::string &optimised = request.parameter("optimizeTilesForSize"),
                    &quality = request.parameter("compressionQuality");
  if (!optimised.empty() && !same_word(optimised, "true") && !same_word(optimised, "false"))
    return {"'optimizeTilesForSize': " + optimised};
  const auto percent = number_in<double>(quality);
  if (!quality.empty() && (!percent || *percent < 0 || *percent > 100))
    return {"'compressionQuality': " + quality};
  return {};
}

} // namespace

outcome<std::vector<int>> read_levels(
  const std::string& text, const std::string& export_by, const tile_coverage& coverage) {
  const std::string by = lower_case(export_by);
  if (by != "levelid" && by != "scale" && by != "resolution")
    return problem{"'exportBy': " + export_by};
  std::set<int> chosen;
  for (const std::string_view part : list_items(text)) {
    if (!add_levels(part, by, coverage, chosen))
      return problem{"'levels': the service has no " + std::string{part}};
  }
  if (chosen.empty())
    return problem{"'levels' is missing"};
  return std::vector<int>{chosen.begin(), chosen.end()};
}

outcome<export_order> read_raster_order(
  const http_request& request, const tile_coverage& coverage, cache_storage stored, std::int64_t limit) {
  if (!request.flag("tilePackage"))
    return problem{"'tilePackage' is false, and unpacked caches are not made here"};
  if (problem wrong = quality_problem(request); !wrong.text.empty())
    return wrong;
  auto order = read_estimate_order(request, coverage, limit);
  if (!order)
    return order;
  const std::string& format = request.parameter("storageFormatType");
  const bool first = format == "esriMapCacheStorageModeCompact", second = format == "esriMapCacheStorageModeCompactV2";
  if (!format.empty() && !first && !second)
    return problem{"'storageFormatType': " + format};
  order->storage = first ? cache_storage::compact_v1 : second ? cache_storage::compact_v2 : stored;
  return order;
}

outcome<export_order> read_estimate_order(
  const http_request& request, const tile_coverage& coverage, std::int64_t limit) {
  const dialect_of_areas words{{"exportExtent"}, "areaOfInterest", read_feature_set, "polygon"};
  return with_levels(with_area(request, coverage, words), request, coverage, limit);
}

outcome<export_order> read_vector_order(const http_request& request, const tile_coverage& coverage,
  std::function<bool(const tile_address&)> exists, std::int64_t limit) {
  // Examples of the reference call it `extent`.
  const dialect_of_areas words{{"exportExtent", "extent"}, "polygon", read_polygon, "areaOfInterest"};
  auto order = with_area(request, coverage, words);
  if (order)
    order->tiles.exists = std::move(exists);
  return with_levels(std::move(order), request, coverage, limit);
}

} // namespace sandbox
