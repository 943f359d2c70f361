#include "sandbox/tiles/grid_polygons.hpp"

#include "sandbox/model/geos_session.hpp"

namespace sandbox {

std::vector<path> on_whole_numbers(const std::vector<path>& rings) {
  const geos_session& geos = geos_session::of_this_thread();
  GEOSGeometry* shape = geos.made({geometry_type::polygon, rings, {}});
  if (shape != nullptr && GEOSisValid_r(geos.handle, shape) != 1)
    shape = geos.mended(shape);
  if (shape != nullptr)
    shape = geos.replaced(shape, GEOSGeom_setPrecision_r(geos.handle, shape, 1, 0));
  std::vector<path> made = geos.rings_of(shape);
  GEOSGeom_destroy_r(geos.handle, shape);
  return made;
}

} // namespace sandbox
