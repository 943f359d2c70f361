#include "sandbox/model/geometry.hpp"

#include <algorithm>

namespace sandbox {

const char* esri_name(geometry_type type) {
  switch (type) {
  case geometry_type::point: return "esriGeometryPoint";
  case geometry_type::multipoint: return "esriGeometryMultipoint";
  case geometry_type::polyline: return "esriGeometryPolyline";
  case geometry_type::polygon: return "esriGeometryPolygon";
  case geometry_type::none: break;
  }
  return "";
}

void envelope::include(point p) {
  min_x = std::min(min_x, p.x);
  min_y = std::min(min_y, p.y);
  max_x = std::max(max_x, p.x);
  max_y = std::max(max_y, p.y);
}

void envelope::include(const envelope& other) {
  min_x = std::min(min_x, other.min_x);
  min_y = std::min(min_y, other.min_y);
  max_x = std::max(max_x, other.max_x);
  max_y = std::max(max_y, other.max_y);
}

bool envelope::intersects(const envelope& other) const {
  return min_x <= other.max_x && other.min_x <= max_x && min_y <= other.max_y && other.min_y <= max_y;
}

namespace {

envelope extent_of(const std::vector<path>& parts) {
  envelope box;
  for (const path& part : parts) {
    for (point p : part)
      box.include(p);
  }
  return box;
}

} // namespace

envelope geometry::extent() const { return extent_of(parts); }

envelope area::extent() const { return extent_of(rings); }

area make_area(const envelope& box, int wkid) {
  return {{{{box.min_x, box.min_y}, {box.min_x, box.max_y}, {box.max_x, box.max_y}, {box.max_x, box.min_y},
            {box.min_x, box.min_y}}},
    wkid};
}

double doubled_area(const path& ring) {
  double sum = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    // Relative to the first vertex: coordinates are large against a small ring.
    sum +=
      (ring[i - 1].x - ring[0].x) * (ring[i].y - ring[0].y) - (ring[i].x - ring[0].x) * (ring[i - 1].y - ring[0].y);
  }
  return sum;
}

} // namespace sandbox
