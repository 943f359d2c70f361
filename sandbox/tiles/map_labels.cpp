#include "sandbox/tiles/map_labels.hpp"

#include <algorithm>
#include <cmath>

#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

/// The levels of the 256 pixel grid that name a kind at all.
struct level_span {
  int first;
  int last;
};

level_span levels_of(label_kind kind) {
  switch (kind) {
  case label_kind::country: return {2, 7};
  case label_kind::state: return {4, 8};
  case label_kind::county: break;
  }
  return {7, 23};
}

bool touch(const map_label& a, const map_label& b, double metres_per_pixel) {
  const double gap = 4;
  return std::abs(a.place.x - b.place.x) < ((a.width_pixels + b.width_pixels) / 2 + gap) * metres_per_pixel
    && std::abs(a.place.y - b.place.y) < ((a.height_pixels + b.height_pixels) / 2 + gap) * metres_per_pixel;
}

} // namespace

double letter_size(label_kind kind) {
  switch (kind) {
  case label_kind::country: return 12;
  case label_kind::state: return 11;
  case label_kind::county: break;
  }
  return 10;
}

map_labels::map_labels(const base_map& base, double resolution, text_measure measure)
  : base_{base},
    resolution_{resolution},
    measure_{std::move(measure)} {}

const std::vector<map_label>& map_labels::at(int level) const {
  const auto index = static_cast<std::size_t>(std::clamp(level, 0, levels - 1));
  std::call_once(made_[index], [&] { chosen_[index] = choose(level); });
  return chosen_[index];
}

void map_labels::add_candidates(
  std::vector<map_label>& to, label_kind kind, const std::vector<region>& regions, int level) const {
  const auto [first, last] = levels_of(kind);
  if (level < first || level > last)
    return;
  const double metres = std::ldexp(resolution_, -level);
  for (const region& source : regions) {
    const auto place = project(source.label, wgs84, web_mercator);
    // Across an ocean of islands an extent says nothing: the root of the area is the size that counts.
    const double stretch = 1 / std::cos(std::clamp(source.label.y, -85.0, 85.0) * 3.14159265358979 / 180);
    const double room = std::sqrt(source.area_km2) * 1000 * stretch * 1.8 / metres;
    const double width = measure_(kind, source.name);
    if (place && width <= room)
      to.push_back({kind, source.name, *place, width, letter_size(kind) * 1.2, source.area_km2});
  }
}

std::vector<map_label> map_labels::choose(int level) const {
  std::vector<map_label> candidates, chosen;
  add_candidates(candidates, label_kind::country, base_.countries, level);
  add_candidates(candidates, label_kind::state, base_.states, level);
  add_candidates(candidates, label_kind::county, base_.counties, level);
  std::stable_sort(candidates.begin(), candidates.end(),
    [](const map_label& a, const map_label& b) { return a.kind != b.kind ? a.kind < b.kind : a.rank > b.rank; });
  const double metres = std::ldexp(resolution_, -level);
  for (map_label& one : candidates) {
    if (std::none_of(chosen.begin(), chosen.end(), [&](const map_label& other) { return touch(one, other, metres); }))
      chosen.push_back(std::move(one));
  }
  return chosen;
}

} // namespace sandbox
