#include "sandbox/tiles/map_shapes.hpp"

#include <algorithm>
#include <cmath>

#include "sandbox/tiles/clip.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

map_shape make_shape(const region& source, double tolerance) {
  map_shape made{&source, {}, {}, {}};
  const auto moved = project(source.shape, wgs84, web_mercator);
  if (!moved)
    return made;
  for (const path& ring : moved->parts) {
    path kept = tolerance > 0 ? thinned(ring, tolerance) : ring;
    envelope box;
    for (point p : kept)
      box.include(p);
    if (kept.empty() || std::max(box.max_x - box.min_x, box.max_y - box.min_y) < 2 * tolerance)
      continue;
    made.extent.include(box);
    made.extents.push_back(box);
    made.rings.push_back(std::move(kept));
  }
  return made;
}

std::vector<map_shape> make_shapes(const std::vector<region>& sources, double tolerance) {
  std::vector<map_shape> made;
  for (const region& source : sources) {
    if (map_shape shape = make_shape(source, tolerance); !shape.rings.empty())
      made.push_back(std::move(shape));
  }
  return made;
}

} // namespace

map_shapes::map_shapes(const base_map& base, double resolution) : base_{base}, resolution_{resolution} {}

const shape_level& map_shapes::at(int level) const {
  const auto index = static_cast<std::size_t>(std::clamp(level, 0, full_detail));
  std::call_once(
    made_[index], [&] { levels_[index] = make(level >= full_detail ? 0 : std::ldexp(resolution_, -level) / 2); });
  return levels_[index];
}

shape_level map_shapes::make(double tolerance) const {
  return {make_shapes(base_.countries, tolerance), make_shapes(base_.states, tolerance),
    make_shapes(base_.counties, tolerance)};
}

std::int64_t tint_of(const region& source, std::size_t tints) {
  unsigned sum = 0;
  for (char c : source.code + source.name)
    sum = sum * 31 + static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(sum % tints);
}

} // namespace sandbox
