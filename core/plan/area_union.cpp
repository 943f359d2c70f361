#include "core/plan/area_union.hpp"

#include <geos_c.h>

#include <memory>

namespace core {
namespace {

/// GEOS takes and gives bare pointers; each is owned here from the first moment.
class geos_shapes {
public:
  struct destroy {
    GEOSContextHandle_t handle;
    void operator()(GEOSGeometry* shape) const { GEOSGeom_destroy_r(handle, shape); }
  };
  using shape = std::unique_ptr<GEOSGeometry, destroy>;

  ~geos_shapes() {
    mending_.reset(); // by the handle, so before it
    GEOS_finish_r(handle_);
  }
  geos_shapes() = default;
  geos_shapes(const geos_shapes&) = delete;
  geos_shapes& operator=(const geos_shapes&) = delete;

  shape empty() const { return own(GEOSGeom_createEmptyPolygon_r(handle_)); }

  /// The outer ring without the others.
  shape read(const proto::polygon& polygon) const {
    shape whole = empty();
    for (std::size_t i = 0; i < polygon.rings.size() && whole; ++i) {
      const auto ring = filled(polygon.rings[i]);
      if (ring)
        whole =
          own(i == 0 ? GEOSGeom_clone_r(handle_, ring.get()) : GEOSDifference_r(handle_, whole.get(), ring.get()));
    }
    return whole;
  }

  shape join(const shape& a, const shape& b) const { return own(GEOSUnion_r(handle_, a.get(), b.get())); }

  /// Outer rings clockwise, holes counter-clockwise: GEOS's own normal form.
  std::vector<std::vector<proto::point>> rings(const shape& area) const {
    std::vector<std::vector<proto::point>> all;
    GEOSNormalize_r(handle_, area.get());
    for (int i = 0; i < GEOSGetNumGeometries_r(handle_, area.get()); ++i) {
      const auto* part = GEOSGetGeometryN_r(handle_, area.get(), i);
      if (GEOSGeomTypeId_r(handle_, part) != GEOS_POLYGON || GEOSisEmpty_r(handle_, part) != 0)
        continue; // what mending left of a ring without width
      all.push_back(points(GEOSGetExteriorRing_r(handle_, part)));
      for (int hole = 0; hole < GEOSGetNumInteriorRings_r(handle_, part); ++hole)
        all.push_back(points(GEOSGetInteriorRingN_r(handle_, part, hole)));
    }
    return all;
  }

private:
  shape own(GEOSGeometry* made) const { return {made, destroy{handle_}}; }

  shape filled(const std::vector<proto::point>& points) const {
    auto* const sequence = GEOSCoordSeq_create_r(handle_, static_cast<unsigned>(points.size()), 2);
    for (unsigned i = 0; i < points.size(); ++i)
      GEOSCoordSeq_setXY_r(handle_, sequence, i, points[i].x, points[i].y);
    auto* const ring = GEOSGeom_createLinearRing_r(handle_, sequence);
    const auto raw = own(ring ? GEOSGeom_createPolygon_r(handle_, ring, nullptr, 0) : nullptr);
    return own(raw ? GEOSMakeValidWithParams_r(handle_, raw.get(), mending_.get()) : nullptr);
  }

  std::vector<proto::point> points(const GEOSGeometry* ring) const {
    const auto* sequence = GEOSGeom_getCoordSeq_r(handle_, ring);
    unsigned size = 0;
    GEOSCoordSeq_getSize_r(handle_, sequence, &size);
    std::vector<proto::point> read(size);
    for (unsigned i = 0; i < size; ++i)
      GEOSCoordSeq_getXY_r(handle_, sequence, i, &read[i].x, &read[i].y);
    return read;
  }

  struct forget {
    GEOSContextHandle_t handle;
    void operator()(GEOSMakeValidParams* params) const { GEOSMakeValidParams_destroy_r(handle, params); }
  };
  using mending_rules = std::unique_ptr<GEOSMakeValidParams, forget>;

  /// Spikes are dropped: kept as lines beside the area they would stop every union.
  mending_rules areas_only() const {
    mending_rules rules{GEOSMakeValidParams_create_r(handle_), forget{handle_}};
    GEOSMakeValidParams_setMethod_r(handle_, rules.get(), GEOS_MAKE_VALID_STRUCTURE);
    GEOSMakeValidParams_setKeepCollapsed_r(handle_, rules.get(), 0);
    return rules;
  }

  GEOSContextHandle_t handle_ = GEOS_init_r();
  mending_rules mending_ = areas_only();
};

} // namespace

proto::result<proto::polygon> united(const std::vector<proto::polygon>& polygons) {
  const geos_shapes shapes;
  auto whole = shapes.empty();
  for (const auto& polygon : polygons) {
    const auto one = shapes.read(polygon);
    whole = whole && one ? shapes.join(whole, one) : nullptr;
  }
  proto::polygon area;
  if (whole)
    area.rings = shapes.rings(whole);
  if (area.rings.empty())
    return proto::failure{.code = proto::failure_code::invalid_request,
      .during = "uniting polygons",
      .subject = "",
      .hint = "the polygons enclose no area"};
  area.spatial_reference = polygons.front().spatial_reference;
  return area;
}

} // namespace core
