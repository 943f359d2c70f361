#include "core/plan/area.hpp"

#include <geos_c.h>

#include <utility>

namespace core {
namespace {

/// GEOS handles must not be shared between threads: each cover has its own.
struct close_handle {
  void operator()(GEOSContextHandle_HS* handle) const { GEOS_finish_r(handle); }
};
using handle_ptr = std::unique_ptr<GEOSContextHandle_HS, close_handle>;

GEOSGeometry* ring_of(GEOSContextHandle_t handle, const std::vector<proto::point>& points) {
  auto* const sequence = GEOSCoordSeq_create_r(handle, static_cast<unsigned>(points.size()), 2);
  for (unsigned i = 0; i < points.size(); ++i)
    GEOSCoordSeq_setXY_r(handle, sequence, i, points[i].x, points[i].y);
  return GEOSGeom_createLinearRing_r(handle, sequence);
}

/// Each ring as an area of its own, joined by exclusive or: holes, islands in
/// holes and rings of either direction come out right without being sorted.
GEOSGeometry* area_of(GEOSContextHandle_t handle, const proto::polygon& shape) {
  GEOSGeometry* whole = GEOSGeom_createEmptyPolygon_r(handle);
  for (const auto& points : shape.rings) {
    auto* const ring = ring_of(handle, points);
    if (ring == nullptr)
      continue; // fewer than four points: no area
    auto* const raw = GEOSGeom_createPolygon_r(handle, ring, nullptr, 0);
    auto* const mended = raw != nullptr ? GEOSMakeValid_r(handle, raw) : nullptr;
    auto* const joined = mended != nullptr ? GEOSSymDifference_r(handle, whole, mended) : nullptr;
    GEOSGeom_destroy_r(handle, raw);
    GEOSGeom_destroy_r(handle, mended);
    if (joined != nullptr)
      GEOSGeom_destroy_r(handle, std::exchange(whole, joined));
  }
  return whole;
}

} // namespace

bool boxes_meet(const proto::envelope& a, const proto::envelope& b) {
  return a.xmin <= b.xmax && b.xmin <= a.xmax && a.ymin <= b.ymax && b.ymin <= a.ymax;
}

bool meets(const proto::area& a, const proto::envelope& box) {
  if (const auto* shape = std::get_if<proto::polygon>(&a))
    return polygon_cover{*shape}.of(box.xmin, box.ymin, box.xmax, box.ymax) != coverage::outside;
  return boxes_meet(std::get<proto::envelope>(a), box);
}

struct polygon_cover::shape {
  handle_ptr handle{GEOS_init_r()};
  GEOSGeometry* area = nullptr;
  const GEOSPreparedGeometry* prepared = nullptr;
  proto::envelope box;

  shape() = default;
  shape(const shape&) = delete;
  shape& operator=(const shape&) = delete;
  ~shape() {
    if (prepared != nullptr)
      GEOSPreparedGeom_destroy_r(handle.get(), prepared);
    if (area != nullptr)
      GEOSGeom_destroy_r(handle.get(), area);
  }
};

polygon_cover::polygon_cover(const proto::polygon& polygon) : shape_(std::make_unique<shape>()) {
  auto* const handle = shape_->handle.get();
  shape_->box = proto::box_of(proto::area{polygon});
  shape_->area = area_of(handle, polygon);
  if (shape_->area != nullptr && GEOSisEmpty_r(handle, shape_->area) == 0)
    shape_->prepared = GEOSPrepare_r(handle, shape_->area);
}

polygon_cover::~polygon_cover() = default;
polygon_cover::polygon_cover(polygon_cover&&) noexcept = default;
polygon_cover& polygon_cover::operator=(polygon_cover&&) noexcept = default;

coverage polygon_cover::of(double xmin, double ymin, double xmax, double ymax) const {
  if (!boxes_meet({xmin, ymin, xmax, ymax, {}}, shape_->box))
    return coverage::outside;
  auto* const handle = shape_->handle.get();
  if (shape_->prepared == nullptr)
    return coverage::partly;
  auto* const box = GEOSGeom_createRectangle_r(handle, xmin, ymin, xmax, ymax);
  if (box == nullptr)
    return coverage::partly;
  // A predicate that GEOS cannot decide answers 2.
  auto answer = coverage::partly;
  if (GEOSPreparedIntersects_r(handle, shape_->prepared, box) == 0)
    answer = coverage::outside;
  else if (GEOSPreparedContains_r(handle, shape_->prepared, box) == 1)
    answer = coverage::inside;
  GEOSGeom_destroy_r(handle, box);
  return answer;
}

} // namespace core
