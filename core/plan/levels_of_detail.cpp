#include "core/plan/levels_of_detail.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace core {
namespace {

// One level's scale is printed differently by server versions; levels of real
// schemes are a factor of 2 apart.
constexpr double tolerance = 1e-6;

bool at_least(double scale, double limit) { return scale >= limit * (1 - tolerance); }
bool at_most(double scale, double limit) { return scale <= limit * (1 + tolerance); }

std::string words(double denominator) {
  auto text = std::to_string(static_cast<long long>(std::llround(denominator)));
  for (auto at = static_cast<int>(text.size()) - 3; at > 0; at -= 3)
    text.insert(static_cast<std::size_t>(at), ",");
  return "1:" + text;
}

std::string words(const scale_range& range) {
  if (range.min == 0 && range.max == 0)
    return "every scale";
  if (range.min == 0)
    return "any scale to " + words(range.max);
  if (range.max == 0)
    return words(range.min) + " and larger";
  return words(range.min) + " to " + words(range.max);
}

proto::failure do_not_meet(const std::string& subject, const std::string& ranges) {
  proto::failure why;
  why.code = proto::failure_code::scales_do_not_meet;
  why.during = "choosing levels of detail";
  why.subject = subject + " (" + ranges + ")";
  return why;
}

proto::failure ranges_apart(const std::string& subject, const scale_range& map, const scale_range& asked) {
  return do_not_meet(subject, "the map shows " + words(map) + ", asked were " + words(asked));
}

/// The levels that the service has tiles of.
std::vector<proto::level_of_detail> built_levels(const proto::tile_service_root& service) {
  std::vector<proto::level_of_detail> built;
  if (!service.tiles)
    return built;
  for (const auto& lod : service.tiles->lods) {
    const bool numbered =
      (!service.min_lod || lod.level >= *service.min_lod) && (!service.max_lod || lod.level <= *service.max_lod);
    const bool scaled = (service.min_scale == 0 || at_most(lod.scale, service.min_scale))
      && (service.max_scale == 0 || at_least(lod.scale, service.max_scale));
    if (numbered && scaled)
      built.push_back(lod);
  }
  return built;
}

int finest_for(const std::vector<proto::level_of_detail>& built, double max_scale) {
  const auto last =
    std::find_if(built.begin(), built.end(), [&](const auto& lod) { return at_most(lod.scale, max_scale); });
  return last == built.end() ? built.back().level : last->level;
}

int coarsest_for(const std::vector<proto::level_of_detail>& built, double min_scale) {
  const auto first =
    std::find_if(built.rbegin(), built.rend(), [&](const auto& lod) { return at_least(lod.scale, min_scale); });
  return first == built.rend() ? built.front().level : first->level;
}

} // namespace

scale_range common_range(const scale_range& map, const scale_range& asked) {
  scale_range common;
  common.min = map.min == 0 || asked.min == 0 ? std::max(map.min, asked.min) : std::min(map.min, asked.min);
  common.max = std::max(map.max, asked.max);
  return common;
}

bool is_empty(const scale_range& range) { return range.min != 0 && range.max != 0 && !at_least(range.min, range.max); }

std::vector<int> level_ids(const proto::tile_service_root& service) {
  std::vector<int> ids;
  for (const auto& lod : built_levels(service))
    ids.push_back(lod.level);
  return ids;
}

proto::result<std::vector<int>> raster_levels(const proto::tile_service_root& service, const scale_range& map,
  const scale_range& asked, const std::string& subject) {
  const auto common = common_range(map, asked);
  if (is_empty(common))
    return ranges_apart(subject, map, asked);
  const auto built = built_levels(service);
  if (built.empty())
    return do_not_meet(
      subject, "the service has no level of detail between " + words({service.min_scale, service.max_scale}));
  const int first = common.min == 0 ? built.front().level : coarsest_for(built, common.min);
  const int last = common.max == 0 ? built.back().level : finest_for(built, common.max);
  std::vector<int> levels;
  for (const auto& lod : built)
    if (lod.level >= first && lod.level <= last)
      levels.push_back(lod.level);
  if (levels.empty())
    return ranges_apart(subject, map, asked);
  return levels;
}

proto::result<int> max_vector_level(const proto::tile_service_root& service, const scale_range& map,
  const scale_range& asked, const std::string& subject) {
  const auto common = common_range(map, {0, asked.max});
  if (is_empty(common))
    return ranges_apart(subject, map, {0, asked.max});
  const auto built = built_levels(service);
  if (built.empty())
    return do_not_meet(subject, "the service has no level of detail");
  return common.max == 0 ? built.back().level : finest_for(built, common.max);
}

} // namespace core
