#include "sandbox/features/feature_rows.hpp"

#include <cmath>

#include "sandbox/features/field_document.hpp"
#include "sandbox/features/generalised.hpp"
#include "sandbox/model/geos_session.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

geometry centroid_of(const geometry& shape) {
  const geos_session& geos = geos_session::of_this_thread();
  GEOSGeometry* made = geos.made(shape);
  if (made == nullptr)
    return {};
  GEOSGeometry* middle = GEOSGetCentroid_r(geos.handle, made);
  GEOSGeom_destroy_r(geos.handle, made);
  geometry found{geometry_type::point, {}, {}};
  point place;
  if (middle != nullptr && GEOSGeomGetX_r(geos.handle, middle, &place.x) == 1
    && GEOSGeomGetY_r(geos.handle, middle, &place.y) == 1)
    found.parts = {{place}};
  GEOSGeom_destroy_r(geos.handle, middle);
  return found;
}

void round_to(geometry& shape, int decimals) {
  const double scale = std::pow(10, decimals);
  for (path& part : shape.parts) {
    for (point& p : part)
      p = {std::round(p.x * scale) / scale, std::round(p.y * scale) / scale};
  }
}

/// The shapes as they are wished; centroids are those of the exact ones.
void finish(feature_set& made, const shape_wish& wish) {
  for (geometry& shape : made.shapes) {
    if (wish.centroid)
      made.centroids.push_back(centroid_of(shape));
    if (wish.max_offset > 0)
      shape = generalised(shape, wish.max_offset);
    if (wish.precision)
      round_to(shape, *wish.precision);
    if (wish.grid)
      shape = wish.grid->snapped(shape);
  }
  for (geometry& middle : made.centroids) {
    if (wish.grid)
      middle = wish.grid->snapped(middle);
  }
}

} // namespace

outcome<feature_set> feature_rows(const table& from, const std::vector<std::size_t>& rows,
  const std::vector<std::size_t>& columns, const shape_wish* shapes, dialect speaks) {
  feature_set made;
  made.object_id_field = from.fields[from.object_id_column()].name;
  made.global_id_field = from.fields[from.global_id_column()].name;
  for (const std::size_t column : columns)
    made.fields.push_back(from.fields[column]);
  std::vector<geometry> places;
  for (const std::size_t i : rows) {
    const feature& row = from.rows[i];
    std::vector<value> held;
    for (const std::size_t column : columns)
      held.push_back(spoken(row.attributes[column], from.fields[column].type, speaks));
    made.attributes.push_back(std::move(held));
    made.object_ids.push_back(row.object_id);
    if (shapes != nullptr) {
      places.push_back(row.shape);
      if (!shapes->z)
        places.back().heights.clear();
    }
  }
  if (shapes == nullptr)
    return made;
  auto moved = project(std::move(places), wgs84, shapes->wkid);
  if (!moved)
    return problem{moved.error()};
  made.type = from.type;
  made.has_z = shapes->z && from.has_z;
  made.wkid = shapes->wkid;
  made.grid = shapes->grid;
  made.shapes = std::move(*moved);
  finish(made, *shapes);
  return made;
}

} // namespace sandbox
