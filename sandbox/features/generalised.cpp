#include "sandbox/features/generalised.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sandbox {
namespace {

double distance(point p, point from, point to) {
  const double dx = to.x - from.x, dy = to.y - from.y, length = dx * dx + dy * dy;
  const double share = length == 0 ? 0 : std::clamp(((p.x - from.x) * dx + (p.y - from.y) * dy) / length, 0.0, 1.0);
  return std::hypot(p.x - from.x - share * dx, p.y - from.y - share * dy);
}

std::size_t farthest(const path& line, std::size_t first, std::size_t last) {
  std::size_t most = first + 1;
  for (std::size_t i = first + 1; i < last; ++i) {
    if (distance(line[i], line[first], line[last]) > distance(line[most], line[first], line[last]))
      most = i;
  }
  return most;
}

/// Which vertices stay.
std::vector<bool> kept(const path& line, double offset) {
  std::vector<bool> stays(line.size(), false);
  stays.front() = stays.back() = true;
  std::vector<std::pair<std::size_t, std::size_t>> open{{0, line.size() - 1}};
  while (!open.empty()) {
    const auto [first, last] = open.back();
    open.pop_back();
    if (last - first < 2)
      continue;
    const std::size_t middle = farthest(line, first, last);
    if (distance(line[middle], line[first], line[last]) <= offset)
      continue;
    stays[middle] = true;
    open.emplace_back(first, middle);
    open.emplace_back(middle, last);
  }
  return stays;
}

} // namespace

geometry generalised(const geometry& shape, double offset) {
  if (shape.type != geometry_type::polyline && shape.type != geometry_type::polygon)
    return shape;
  geometry made = shape;
  for (std::size_t part = 0; part < shape.parts.size(); ++part) {
    const path& line = shape.parts[part];
    if (line.empty())
      continue;
    const std::vector<bool> stays = kept(line, offset);
    const std::size_t least = shape.type == geometry_type::polygon ? 4 : 2;
    if (static_cast<std::size_t>(std::count(stays.begin(), stays.end(), true)) < least)
      continue;
    made.parts[part].clear();
    if (!shape.heights.empty())
      made.heights[part].clear();
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (!stays[i])
        continue;
      made.parts[part].push_back(line[i]);
      if (!shape.heights.empty())
        made.heights[part].push_back(shape.heights[part][i]);
    }
  }
  return made;
}

} // namespace sandbox
