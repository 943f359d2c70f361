#include "sandbox/model/area_filter.hpp"

#include "sandbox/model/geos_session.hpp"

namespace sandbox {
namespace {

geometry rectangle(const envelope& box) { return {geometry_type::polygon, make_area(box, 0).rings, {}}; }

} // namespace

struct area_filter::content : geos_session {
  GEOSGeometry* shape = nullptr;
  const GEOSPreparedGeometry* prepared = nullptr;
  envelope extent;

  content() = default;
  ~content() {
    GEOSPreparedGeom_destroy_r(handle, prepared);
    GEOSGeom_destroy_r(handle, shape);
  }
};

area_filter::area_filter(const area& asked) : content_{std::make_unique<content>()} {
  content_->extent = asked.extent();
  content_->shape = content_->even_odd(asked.rings);
  if (content_->shape != nullptr)
    content_->prepared = GEOSPrepare_r(content_->handle, content_->shape);
}

area_filter::~area_filter() = default;
area_filter::area_filter(area_filter&&) noexcept = default;
area_filter& area_filter::operator=(area_filter&&) noexcept = default;

bool area_filter::intersects(const geometry& shape) const {
  if (shape.empty() || !content_->extent.intersects(shape.extent()))
    return false;
  if (content_->prepared == nullptr)
    return true; // GEOS failed: rather too much than too little
  GEOSGeometry* other = content_->made(shape);
  const bool answer = other != nullptr && GEOSPreparedIntersects_r(content_->handle, content_->prepared, other) == 1;
  GEOSGeom_destroy_r(content_->handle, other);
  return answer;
}

bool area_filter::intersects(const envelope& box) const { return intersects(rectangle(box)); }

bool area_filter::covers(const envelope& box) const {
  if (content_->prepared == nullptr)
    return false;
  GEOSGeometry* other = content_->made(rectangle(box));
  const bool answer = GEOSPreparedCovers_r(content_->handle, content_->prepared, other) == 1;
  GEOSGeom_destroy_r(content_->handle, other);
  return answer;
}

} // namespace sandbox
