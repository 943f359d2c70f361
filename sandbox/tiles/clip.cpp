#include "sandbox/tiles/clip.hpp"

namespace sandbox {

namespace {

/// The part of an open list of corners on the inner side of one edge. `depth` is positive inside.
template <typename Depth>
path clip_edge(const path& corners, Depth depth) {
  path kept;
  for (std::size_t i = 0; i < corners.size(); ++i) {
    const point from = corners[i], to = corners[(i + 1) % corners.size()];
    const double before = depth(from), after = depth(to);
    if (before >= 0)
      kept.push_back(from);
    if ((before >= 0) != (after >= 0)) {
      const double share = before / (before - after);
      kept.push_back({from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share});
    }
  }
  return kept;
}

bool misses(point a, point b, const envelope& box) {
  return (a.x < box.min_x && b.x < box.min_x) || (a.x > box.max_x && b.x > box.max_x)
    || (a.y < box.min_y && b.y < box.min_y) || (a.y > box.max_y && b.y > box.max_y);
}

} // namespace

path clip_ring(const path& ring, const envelope& box) {
  if (ring.size() < 4)
    return {};
  path corners{ring.begin(), ring.end() - 1};
  corners = clip_edge(corners, [&](point p) { return p.x - box.min_x; });
  corners = clip_edge(corners, [&](point p) { return box.max_x - p.x; });
  corners = clip_edge(corners, [&](point p) { return p.y - box.min_y; });
  corners = clip_edge(corners, [&](point p) { return box.max_y - p.y; });
  if (corners.size() < 3)
    return {};
  corners.push_back(corners.front());
  return corners;
}

std::vector<path> near_stretches(const path& line, const envelope& box) {
  std::vector<path> stretches;
  bool running = false;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (misses(line[i - 1], line[i], box)) {
      running = false;
      continue;
    }
    if (!running)
      stretches.push_back({line[i - 1]});
    stretches.back().push_back(line[i]);
    running = true;
  }
  return stretches;
}

path thinned(const path& ring, double tolerance) {
  path kept;
  const double least = tolerance * tolerance;
  for (point p : ring) {
    const double dx = kept.empty() ? 0 : p.x - kept.back().x, dy = kept.empty() ? 0 : p.y - kept.back().y;
    if (kept.empty() || dx * dx + dy * dy >= least)
      kept.push_back(p);
  }
  if (kept.size() > 1 && kept.front() != kept.back())
    kept.push_back(kept.front());
  if (kept.size() < 4)
    return {};
  return kept;
}

} // namespace sandbox
