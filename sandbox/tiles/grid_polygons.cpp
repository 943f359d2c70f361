#include "sandbox/tiles/grid_polygons.hpp"

#include <algorithm>

#include "sandbox/model/geos_session.hpp"

namespace sandbox {

namespace {

struct session : geos_session {
  path vertices(const GEOSGeometry* of, bool clockwise) const {
    const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(handle, of);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(handle, sequence, &size);
    path line(size);
    for (unsigned i = 0; i < size; ++i)
      GEOSCoordSeq_getXY_r(handle, sequence, i, &line[i].x, &line[i].y);
    if ((doubled_area(line) < 0) != clockwise)
      std::reverse(line.begin(), line.end());
    return line;
  }

  /// One polygon after the other, whatever the geometry is made of.
  void collect(const GEOSGeometry* from, std::vector<path>& rings) const {
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

  void add(const path& outer, const std::vector<path>& inner, std::vector<path>& rings) const {
    std::vector<GEOSGeometry*> holes;
    for (const path& hole : inner)
      holes.push_back(ring(hole));
    GEOSGeometry* shape =
      GEOSGeom_createPolygon_r(handle, ring(outer), holes.data(), static_cast<unsigned>(holes.size()));
    if (shape != nullptr && GEOSisValid_r(handle, shape) != 1)
      shape = replaced(shape, GEOSMakeValid_r(handle, shape));
    if (shape != nullptr)
      shape = replaced(shape, GEOSGeom_setPrecision_r(handle, shape, 1, 0));
    if (shape != nullptr)
      collect(shape, rings);
    GEOSGeom_destroy_r(handle, shape);
  }
};

} // namespace

std::vector<path> on_whole_numbers(const std::vector<path>& rings) {
  const session geos;
  std::vector<path> made;
  for (std::size_t outer = 0; outer < rings.size();) {
    std::size_t next = outer + 1;
    while (next < rings.size() && doubled_area(rings[next]) > 0)
      ++next;
    const std::vector<path> holes{
      rings.begin() + static_cast<std::ptrdiff_t>(outer) + 1, rings.begin() + static_cast<std::ptrdiff_t>(next)};
    if (rings[outer].size() >= 4)
      geos.add(rings[outer], holes, made);
    outer = next;
  }
  return made;
}

} // namespace sandbox
