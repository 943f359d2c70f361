#include "sandbox/model/valid_polygon.hpp"

#include <algorithm>

#include "sandbox/model/geos_session.hpp"

namespace sandbox {
namespace {

path wound(path ring, bool counter_clockwise) {
  if ((doubled_area(ring) > 0) != counter_clockwise)
    std::reverse(ring.begin(), ring.end());
  return ring;
}

path ring_of(const geos_session& session, const GEOSGeometry* line) {
  const GEOSCoordSequence* vertices = GEOSGeom_getCoordSeq_r(session.handle, line);
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(session.handle, vertices, &count);
  path ring(count);
  for (unsigned i = 0; i < count; ++i)
    GEOSCoordSeq_getXY_r(session.handle, vertices, i, &ring[i].x, &ring[i].y);
  return ring;
}

/// The polygons of what MakeValid gave; its lines and points are left out.
void add_rings(const geos_session& session, const GEOSGeometry* shape, std::vector<path>& to) {
  const int type = GEOSGeomTypeId_r(session.handle, shape);
  if (type == GEOS_POLYGON && GEOSisEmpty_r(session.handle, shape) == 0) {
    to.push_back(wound(ring_of(session, GEOSGetExteriorRing_r(session.handle, shape)), false));
    for (int hole = 0; hole < GEOSGetNumInteriorRings_r(session.handle, shape); ++hole)
      to.push_back(wound(ring_of(session, GEOSGetInteriorRingN_r(session.handle, shape, hole)), true));
  }
  if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    for (int part = 0; part < GEOSGetNumGeometries_r(session.handle, shape); ++part)
      add_rings(session, GEOSGetGeometryN_r(session.handle, shape, part), to);
  }
}

} // namespace

std::vector<path> valid_rings(const std::vector<std::vector<path>>& polygons) {
  const geos_session session;
  std::vector<path> rings;
  for (const auto& polygon : polygons) {
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < polygon.size(); ++i)
      holes.push_back(session.ring(polygon[i]));
    GEOSGeometry* made = GEOSGeom_createPolygon_r(
      session.handle, session.ring(polygon[0]), holes.data(), static_cast<unsigned>(holes.size()));
    if (GEOSisValid_r(session.handle, made) != 1) {
      made = session.replaced(made, GEOSMakeValid_r(session.handle, made));
      if (made != nullptr)
        add_rings(session, made, rings);
    } else {
      for (std::size_t i = 0; i < polygon.size(); ++i)
        rings.push_back(wound(polygon[i], i > 0));
    }
    GEOSGeom_destroy_r(session.handle, made);
  }
  return rings;
}

} // namespace sandbox
