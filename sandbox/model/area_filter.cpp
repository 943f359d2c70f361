#include "sandbox/model/area_filter.hpp"

#include <utility>
#include <vector>

#include "sandbox/model/geos_session.hpp"

namespace sandbox {

struct area_filter::content : geos_session {
  GEOSGeometry* shape = nullptr;
  const GEOSPreparedGeometry* prepared = nullptr;
  envelope extent;

  content() = default;
  ~content() {
    GEOSPreparedGeom_destroy_r(handle, prepared);
    GEOSGeom_destroy_r(handle, shape);
  }

  /// The rings of what somebody asks for, by the even-odd rule: neither order nor direction matters.
  GEOSGeometry* asked_polygon(const std::vector<path>& rings) const {
    GEOSGeometry* sum = GEOSGeom_createEmptyPolygon_r(handle);
    for (const path& line : rings) {
      if (line.size() < 4)
        continue;
      GEOSGeometry* next = GEOSGeom_createPolygon_r(handle, ring(line), nullptr, 0);
      if (GEOSisValid_r(handle, next) != 1)
        next = replaced(next, GEOSMakeValid_r(handle, next));
      if (next == nullptr)
        continue;
      GEOSGeometry* both = GEOSSymDifference_r(handle, sum, next);
      GEOSGeom_destroy_r(handle, next);
      sum = replaced(sum, both);
    }
    return sum;
  }

  /// The parts of a feature, in their known order.
  GEOSGeometry* polygon(const std::vector<path>& parts) const {
    std::vector<GEOSGeometry*> made;
    for (std::size_t outer = 0; outer < parts.size();) {
      std::vector<GEOSGeometry*> holes;
      std::size_t next = outer + 1;
      for (; next < parts.size() && doubled_area(parts[next]) > 0; ++next)
        holes.push_back(ring(parts[next]));
      made.push_back(
        GEOSGeom_createPolygon_r(handle, ring(parts[outer]), holes.data(), static_cast<unsigned>(holes.size())));
      outer = next;
    }
    return GEOSGeom_createCollection_r(handle, GEOS_MULTIPOLYGON, made.data(), static_cast<unsigned>(made.size()));
  }

  GEOSGeometry* points(const std::vector<path>& parts) const {
    std::vector<GEOSGeometry*> made;
    for (const point place : parts[0])
      made.push_back(GEOSGeom_createPoint_r(handle, sequence({place})));
    return GEOSGeom_createCollection_r(handle, GEOS_MULTIPOINT, made.data(), static_cast<unsigned>(made.size()));
  }

  GEOSGeometry* lines(const std::vector<path>& parts) const {
    std::vector<GEOSGeometry*> made;
    for (const path& part : parts) {
      if (part.size() > 1)
        made.push_back(GEOSGeom_createLineString_r(handle, sequence(part)));
    }
    return GEOSGeom_createCollection_r(handle, GEOS_MULTILINESTRING, made.data(), static_cast<unsigned>(made.size()));
  }

  bool meets(GEOSGeometry* other) const {
    if (other == nullptr)
      return false;
    const bool answer = GEOSPreparedIntersects_r(handle, prepared, other) == 1;
    GEOSGeom_destroy_r(handle, other);
    return answer;
  }
};

area_filter::area_filter(const area& asked) : content_{std::make_unique<content>()} {
  content_->extent = asked.extent();
  content_->shape = content_->asked_polygon(asked.rings);
  content_->prepared = GEOSPrepare_r(content_->handle, content_->shape);
}

area_filter::~area_filter() = default;
area_filter::area_filter(area_filter&&) noexcept = default;
area_filter& area_filter::operator=(area_filter&&) noexcept = default;

bool area_filter::intersects(const geometry& shape) const {
  if (shape.empty() || !content_->extent.intersects(shape.extent()))
    return false;
  switch (shape.type) {
  case geometry_type::point:
    return content_->meets(GEOSGeom_createPoint_r(content_->handle, content_->sequence(shape.parts[0])));
  case geometry_type::multipoint: return content_->meets(content_->points(shape.parts));
  case geometry_type::polyline: return content_->meets(content_->lines(shape.parts));
  case geometry_type::polygon: return content_->meets(content_->polygon(shape.parts));
  case geometry_type::none: break;
  }
  return false;
}

bool area_filter::intersects(const envelope& box) const {
  return content_->extent.intersects(box) && content_->meets(content_->polygon(make_area(box, 0).rings));
}

} // namespace sandbox
