#include "sandbox/model/geos_session.hpp"

#include <algorithm>

namespace sandbox {

const geos_session& geos_session::of_this_thread() {
  thread_local const geos_session mine;
  return mine;
}

GEOSCoordSequence* geos_session::sequence(const path& line) const {
  GEOSCoordSequence* made = GEOSCoordSeq_create_r(handle, static_cast<unsigned>(line.size()), 2);
  for (unsigned i = 0; i < line.size(); ++i)
    GEOSCoordSeq_setXY_r(handle, made, i, line[i].x, line[i].y);
  return made;
}

GEOSGeometry* geos_session::collection(int type, std::vector<GEOSGeometry*>& parts) const {
  return GEOSGeom_createCollection_r(handle, type, parts.data(), static_cast<unsigned>(parts.size()));
}

GEOSGeometry* geos_session::polygons(const std::vector<path>& parts) const {
  std::vector<GEOSGeometry*> made;
  for (std::size_t outer = 0; outer < parts.size();) {
    std::vector<GEOSGeometry*> holes;
    std::size_t next = outer + 1;
    for (; next < parts.size() && doubled_area(parts[next]) > 0; ++next) {
      if (parts[next].size() >= 4)
        holes.push_back(ring(parts[next]));
    }
    if (parts[outer].size() >= 4) {
      made.push_back(
        GEOSGeom_createPolygon_r(handle, ring(parts[outer]), holes.data(), static_cast<unsigned>(holes.size())));
    } else {
      std::for_each(holes.begin(), holes.end(), [&](GEOSGeometry* hole) { GEOSGeom_destroy_r(handle, hole); });
    }
    outer = next;
  }
  return collection(GEOS_MULTIPOLYGON, made);
}

GEOSGeometry* geos_session::made(const geometry& shape) const {
  if (shape.empty())
    return nullptr;
  std::vector<GEOSGeometry*> parts;
  switch (shape.type) {
  case geometry_type::point: return GEOSGeom_createPoint_r(handle, sequence(shape.parts[0]));
  case geometry_type::multipoint:
    for (const point& p : shape.parts[0])
      parts.push_back(GEOSGeom_createPointFromXY_r(handle, p.x, p.y));
    return collection(GEOS_MULTIPOINT, parts);
  case geometry_type::polyline:
    for (const path& part : shape.parts) {
      if (part.size() > 1)
        parts.push_back(GEOSGeom_createLineString_r(handle, sequence(part)));
    }
    return collection(GEOS_MULTILINESTRING, parts);
  case geometry_type::polygon: return polygons(shape.parts);
  case geometry_type::none: break;
  }
  return nullptr;
}

GEOSGeometry* geos_session::mended(GEOSGeometry* shape) const {
  GEOSMakeValidParams* how = GEOSMakeValidParams_create_r(handle);
  GEOSMakeValidParams_setMethod_r(handle, how, GEOS_MAKE_VALID_STRUCTURE); // unlike the other it keeps the dimension
  GEOSMakeValidParams_setKeepCollapsed_r(handle, how, 0);
  GEOSGeometry* valid = GEOSMakeValidWithParams_r(handle, shape, how);
  GEOSMakeValidParams_destroy_r(handle, how);
  return replaced(shape, valid);
}

GEOSGeometry* geos_session::even_odd(const path* first, const path* last) const {
  if (last - first > 1) { // halves of halves: adding one ring after another to the whole takes quadratic time
    const path* middle = first + (last - first) / 2;
    GEOSGeometry* left = even_odd(first, middle);
    GEOSGeometry* right = even_odd(middle, last);
    GEOSGeometry* both = left != nullptr && right != nullptr ? GEOSSymDifference_r(handle, left, right) : nullptr;
    GEOSGeom_destroy_r(handle, right);
    return replaced(left, both);
  }
  if (first == last || first->size() < 4)
    return GEOSGeom_createEmptyPolygon_r(handle);
  GEOSGeometry* made = GEOSGeom_createPolygon_r(handle, ring(*first), nullptr, 0);
  return made == nullptr || GEOSisValid_r(handle, made) == 1 ? made : mended(made);
}

GEOSGeometry* geos_session::even_odd(const std::vector<path>& rings) const {
  return even_odd(rings.data(), rings.data() + rings.size());
}

path geos_session::vertices(const GEOSGeometry* of, bool clockwise) const {
  const GEOSCoordSequence* from = GEOSGeom_getCoordSeq_r(handle, of);
  unsigned size = 0;
  GEOSCoordSeq_getSize_r(handle, from, &size);
  path line(size);
  for (unsigned i = 0; i < size; ++i)
    GEOSCoordSeq_getXY_r(handle, from, i, &line[i].x, &line[i].y);
  if ((doubled_area(line) < 0) != clockwise)
    std::reverse(line.begin(), line.end());
  return line;
}

void geos_session::collect(const GEOSGeometry* from, std::vector<path>& rings) const {
  const int type = GEOSGeomTypeId_r(handle, from);
  if (type == GEOS_POLYGON && GEOSisEmpty_r(handle, from) == 0) {
    rings.push_back(vertices(GEOSGetExteriorRing_r(handle, from), true));
    for (int i = 0; i < GEOSGetNumInteriorRings_r(handle, from); ++i)
      rings.push_back(vertices(GEOSGetInteriorRingN_r(handle, from, i), false));
  } else if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    for (int i = 0; i < GEOSGetNumGeometries_r(handle, from); ++i)
      collect(GEOSGetGeometryN_r(handle, from, i), rings);
  }
}

std::vector<path> geos_session::rings_of(const GEOSGeometry* shape) const {
  std::vector<path> rings;
  if (shape != nullptr)
    collect(shape, rings);
  return rings;
}

} // namespace sandbox
