#include "sandbox/tiles/map_labels.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <utility>

#include "sandbox/model/projection.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

namespace {

int first_named(label_kind kind) {
  switch (kind) {
  case label_kind::country: return 2;
  case label_kind::state: return 4;
  case label_kind::county: break;
  }
  return 7;
}

constexpr const char* with_states = "840"; // the country whose states there are: the United States

bool touch(const map_label& a, const map_label& b, double pixel) {
  const double gap = 4;
  return std::abs(a.place.x - b.place.x) < ((a.width_pixels + b.width_pixels) / 2 + gap) * pixel
    && std::abs(a.place.y - b.place.y) < ((a.height_pixels + b.height_pixels) / 2 + gap) * pixel;
}

/// Labels by squares of the map, so that each new one is held against its neighbours only.
class label_grid {
public:
  explicit label_grid(double pixel) : pixel_{pixel} {}

  /// False if it touches one that is there already.
  bool add(const map_label& label) {
    const auto [left, right] = squares(label.place.x, label.width_pixels);
    const auto [low, high] = squares(label.place.y, label.height_pixels);
    for (long x = left; x <= right; ++x) {
      for (long y = low; y <= high; ++y) {
        for (const map_label& other : taken_[{x, y}]) {
          if (touch(label, other, pixel_))
            return false;
        }
      }
    }
    for (long x = left; x <= right; ++x) {
      for (long y = low; y <= high; ++y)
        taken_[{x, y}].push_back(label);
    }
    return true;
  }

private:
  std::pair<long, long> squares(double middle, double pixels) const {
    constexpr double side = 128; // pixels
    const double half = (pixels / 2 + 4) * pixel_, square = side * pixel_;
    return {std::lround(std::floor((middle - half) / square)), std::lround(std::floor((middle + half) / square))};
  }

  double pixel_;
  std::map<std::pair<long, long>, std::vector<map_label>> taken_;
};

/// By the even-odd rule.
bool is_inside(const geometry& shape, point p) {
  bool inside = false;
  for (const auto& ring : shape.parts) {
    for (std::size_t i = 1; i < ring.size(); ++i) {
      const point a = ring[i - 1], b = ring[i];
      if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y))
        inside = !inside;
    }
  }
  return inside;
}

/// The multiples of a step between two numbers.
std::vector<double> places_between(double from, double to, double step) {
  std::vector<double> found;
  for (double n = std::ceil(from / step); n * step <= to; ++n)
    found.push_back(n * step);
  return found;
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

int last_named(label_kind kind) {
  switch (kind) {
  case label_kind::country: return 7;
  case label_kind::state: return 8;
  case label_kind::county: break;
  }
  return 23;
}

map_labels::map_labels(const base_map& base, int wkid, bool repeated, text_measure measure)
  : base_{base},
    wkid_{wkid},
    repeated_{repeated},
    measure_{std::move(measure)} {}

const std::vector<map_label>& map_labels::at(int detail) const {
  const auto index = static_cast<std::size_t>(std::clamp(detail, 0, levels - 1));
  std::call_once(made_[index], [&] { chosen_[index] = choose(static_cast<int>(index)); });
  return chosen_[index];
}

void map_labels::add_candidates(
  std::vector<map_label>& to, label_kind kind, const std::vector<region>& regions, int detail) const {
  if (detail < first_named(kind) || detail > last_named(kind))
    return;
  const double metres = pixel_size(web_mercator, detail);
  const bool states_are_named = detail > first_named(label_kind::state);
  for (const region& source : regions) {
    if (kind == label_kind::country && states_are_named && source.code == with_states)
      continue;
    const auto place = project(source.label, wgs84, wkid_);
    // Across an ocean of islands an extent says nothing: the root of the area is the size that counts.
    const double stretch = 1 / std::cos(std::clamp(source.label.y, -85.0, 85.0) * std::numbers::pi / 180);
    const double room = std::sqrt(source.area_km2) * 1000 * stretch * 1.8 / metres;
    const double width = measure_(kind, source.name);
    if (place && width <= room)
      to.push_back({kind, source.name, *place, width, letter_size(kind) * 1.2, source.area_km2});
  }
}

void map_labels::add_repetitions(std::vector<map_label>& to, int detail) const {
  constexpr int first_repeated = 10, last_repeated = 12; // each level has four times as many as the one before
  constexpr double across = 560, down = 380;             // pixels from one to the next
  if (!repeated_ || detail < first_repeated || detail > last_repeated)
    return;
  const double pixel = pixel_size(wkid_, detail);
  for (const region& county : base_.counties) {
    const auto low = project(point{county.extent.min_x, county.extent.min_y}, wgs84, wkid_),
               high = project(point{county.extent.max_x, county.extent.max_y}, wgs84, wkid_);
    if (!low || !high)
      continue;
    const double width = measure_(label_kind::county, county.name);
    for (double x : places_between(low->x, high->x, across * pixel)) {
      for (double y : places_between(low->y, high->y, down * pixel)) {
        const auto has = [&](double shift) {
          const auto end = project(point{x + shift * pixel, y}, wkid_, wgs84);
          return end && is_inside(county.shape, *end);
        };
        if (has(-width / 2) && has(0) && has(width / 2))
          to.push_back({label_kind::county, county.name, {x, y}, width, letter_size(label_kind::county) * 1.2, 0});
      }
    }
  }
}

std::vector<map_label> map_labels::choose(int detail) const {
  std::vector<map_label> candidates, chosen;
  add_candidates(candidates, label_kind::country, base_.countries, detail);
  add_candidates(candidates, label_kind::state, base_.states, detail);
  add_candidates(candidates, label_kind::county, base_.counties, detail);
  add_repetitions(candidates, detail);
  std::stable_sort(candidates.begin(), candidates.end(),
    [](const map_label& a, const map_label& b) { return a.kind != b.kind ? a.kind < b.kind : a.rank > b.rank; });
  label_grid taken{pixel_size(wkid_, detail)};
  for (map_label& one : candidates) {
    if (taken.add(one))
      chosen.push_back(std::move(one));
  }
  return chosen;
}

} // namespace sandbox
