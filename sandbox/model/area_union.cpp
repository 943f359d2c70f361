#include "sandbox/model/area_union.hpp"

#include <utility>

#include "sandbox/model/geos_session.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

outcome<area> united(const std::vector<area>& areas) {
  if (areas.size() == 1)
    return areas.front();
  const int wkid = areas.front().wkid;
  std::vector<area> moved;
  for (const area& each : areas) {
    auto one = each.wkid == wkid ? outcome<area>{each} : project(each, wkid);
    if (!one)
      return one;
    moved.push_back(std::move(*one));
  }
  const geos_session& session = geos_session::of_this_thread();
  std::vector<GEOSGeometry*> parts;
  for (const area& each : moved) {
    if (GEOSGeometry* one = session.even_odd(each.rings))
      parts.push_back(one);
  }
  GEOSGeometry* all = GEOSGeom_createCollection_r(
    session.handle, GEOS_GEOMETRYCOLLECTION, parts.data(), static_cast<unsigned>(parts.size()));
  all = session.replaced(all, GEOSUnaryUnion_r(session.handle, all));
  area whole{session.rings_of(all), wkid};
  GEOSGeom_destroy_r(session.handle, all);
  if (whole.rings.empty())
    return problem{"its polygons cover nothing"};
  return whole;
}

} // namespace sandbox
