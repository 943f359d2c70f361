#include "sandbox/tiles/map_shapes.hpp"

#include <algorithm>
#include <cmath>

#include "sandbox/model/projection.hpp"
#include "sandbox/tiles/clip.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

namespace {

map_shape make_shape(const region& source, int wkid, double tolerance) {
  map_shape made{&source, {}, {}, {}};
  const auto moved = project(source.shape, wgs84, wkid);
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

std::vector<map_shape> make_shapes(const std::vector<region>& sources, int wkid, double tolerance) {
  std::vector<map_shape> made;
  for (const region& source : sources) {
    if (map_shape shape = make_shape(source, wkid, tolerance); !shape.rings.empty())
      made.push_back(std::move(shape));
  }
  return made;
}

} // namespace

const shape_level& map_shapes::at(int detail) const {
  const int kept = std::clamp(detail, 0, full_detail);
  const auto index = static_cast<std::size_t>(kept);
  std::call_once(made_[index], [&] { levels_[index] = make(kept == full_detail ? 0 : pixel_size(wkid_, kept) / 2); });
  return levels_[index];
}

shape_level map_shapes::make(double tolerance) const {
  return {make_shapes(base_.countries, wkid_, tolerance), make_shapes(base_.states, wkid_, tolerance),
    make_shapes(base_.counties, wkid_, tolerance)};
}

std::int64_t tint_of(const region& source, std::size_t tints) {
  unsigned sum = 0;
  for (char c : source.code + source.name)
    sum = sum * 31 + static_cast<unsigned char>(c);
  return static_cast<std::int64_t>(sum % tints);
}

} // namespace sandbox
