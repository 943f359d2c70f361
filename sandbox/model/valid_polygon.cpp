#include "sandbox/model/valid_polygon.hpp"

#include "sandbox/model/geos_session.hpp"

namespace sandbox {

std::vector<path> valid_rings(const std::vector<std::vector<path>>& polygons) {
  const geos_session& session = geos_session::of_this_thread();
  std::vector<path> rings;
  for (const auto& polygon : polygons) {
    std::vector<GEOSGeometry*> holes;
    for (std::size_t i = 1; i < polygon.size(); ++i)
      holes.push_back(session.ring(polygon[i]));
    GEOSGeometry* made = GEOSGeom_createPolygon_r(
      session.handle, session.ring(polygon[0]), holes.data(), static_cast<unsigned>(holes.size()));
    if (GEOSisValid_r(session.handle, made) != 1)
      made = session.mended(made);
    const std::vector<path> valid = session.rings_of(made);
    rings.insert(rings.end(), valid.begin(), valid.end());
    GEOSGeom_destroy_r(session.handle, made);
  }
  return rings;
}

} // namespace sandbox
