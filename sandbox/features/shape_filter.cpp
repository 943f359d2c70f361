#include "sandbox/features/shape_filter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "sandbox/base/text.hpp"
#include "sandbox/model/geos_session.hpp"

namespace sandbox {
namespace {

constexpr double metres_in_degree = 6378137 * std::numbers::pi / 180;
constexpr int quarter_divisions = 32; // of a circle's arc

using predicate = char (*)(GEOSContextHandle_t, const GEOSPreparedGeometry*, const GEOSGeometry*);

struct relation_entry {
  const char* word;
  spatial_relation relation;
  predicate holds; ///< between what is asked for and a feature
};

constexpr std::array relations{
  relation_entry{"esriSpatialRelIntersects", spatial_relation::intersects, GEOSPreparedIntersects_r},
  relation_entry{"esriSpatialRelContains", spatial_relation::contains, GEOSPreparedContains_r},
  relation_entry{"esriSpatialRelCrosses", spatial_relation::crosses, GEOSPreparedCrosses_r},
  relation_entry{"esriSpatialRelEnvelopeIntersects", spatial_relation::envelope_intersects, GEOSPreparedIntersects_r},
  relation_entry{"esriSpatialRelIndexIntersects", spatial_relation::index_intersects, GEOSPreparedIntersects_r},
  relation_entry{"esriSpatialRelOverlaps", spatial_relation::overlaps, GEOSPreparedOverlaps_r},
  relation_entry{"esriSpatialRelTouches", spatial_relation::touches, GEOSPreparedTouches_r},
  relation_entry{"esriSpatialRelWithin", spatial_relation::within, GEOSPreparedWithin_r},
  relation_entry{"esriSpatialRelDisjoint", spatial_relation::disjoint, GEOSPreparedDisjoint_r}};

/// Between degrees and metres on the plane that touches the Earth at a place.
class local_plane {
public:
  explicit local_plane(const envelope& around)
    : middle_{(around.min_x + around.max_x) / 2, (around.min_y + around.max_y) / 2},
      shrink_{std::max(0.01, std::cos(middle_.y * std::numbers::pi / 180))} {}

  void to_metres(std::vector<path>& lines) const {
    for (path& line : lines) {
      for (point& p : line)
        p = {(p.x - middle_.x) * shrink_ * metres_in_degree, (p.y - middle_.y) * metres_in_degree};
    }
  }
  void to_degrees(std::vector<path>& lines) const {
    for (path& line : lines) {
      for (point& p : line)
        p = {p.x / metres_in_degree / shrink_ + middle_.x, p.y / metres_in_degree + middle_.y};
    }
  }

private:
  point middle_;
  double shrink_;
};

GEOSGeometry* asked_shape(const geos_session& geos, const geometry& asked) {
  return asked.type == geometry_type::polygon ? geos.even_odd(asked.parts) : geos.made(asked);
}

geometry widened(const geometry& asked, double metres) {
  const geos_session& geos = geos_session::of_this_thread();
  const local_plane plane{asked.extent()};
  geometry moved = asked;
  plane.to_metres(moved.parts);
  GEOSGeometry* shape = asked_shape(geos, moved);
  shape = geos.replaced(shape, GEOSBuffer_r(geos.handle, shape, metres, quarter_divisions));
  geometry wide{geometry_type::polygon, geos.rings_of(shape), {}};
  GEOSGeom_destroy_r(geos.handle, shape);
  plane.to_degrees(wide.parts);
  return wide;
}

geometry rectangle(const envelope& box) { return {geometry_type::polygon, make_area(box, wgs84).rings, {}}; }

} // namespace

std::optional<spatial_relation> relation_named(const std::string& word) {
  const auto found = std::find_if(
    relations.begin(), relations.end(), [&](const relation_entry& one) { return same_word(one.word, word); });
  return found == relations.end() ? std::nullopt : std::optional{found->relation};
}

struct shape_filter::content : geos_session {
  spatial_relation relation = spatial_relation::intersects;
  predicate holds = nullptr;
  envelope extent;
  bool is_box = false; ///< the asked shape fills its extent
  GEOSGeometry* shape = nullptr;
  const GEOSPreparedGeometry* prepared = nullptr;

  content() = default;
  ~content() {
    GEOSPreparedGeom_destroy_r(handle, prepared);
    GEOSGeom_destroy_r(handle, shape);
  }

  bool looks_at_extents() const {
    return relation == spatial_relation::envelope_intersects || relation == spatial_relation::index_intersects;
  }

  bool judge(const geometry& other) const {
    GEOSGeometry* made_one = made(other);
    if (made_one == nullptr)
      return false;
    char answer = holds(handle, prepared, made_one);
    if (answer == 2) { // GEOS cannot say: the shape crosses itself
      made_one = mended(made_one);
      answer = made_one == nullptr ? '\0' : holds(handle, prepared, made_one);
    }
    GEOSGeom_destroy_r(handle, made_one);
    return answer == 1;
  }
};

outcome<shape_filter> shape_filter::make(const placed_geometry& asked, spatial_relation relation, double metres) {
  const auto degrees = project(asked, wgs84);
  if (!degrees)
    return problem{degrees.error()};
  const geometry wanted = metres > 0 ? widened(degrees->shape, metres) : degrees->shape;
  auto made = std::make_unique<content>();
  made->relation = relation;
  made->holds = std::find_if(relations.begin(), relations.end(), [&](const relation_entry& one) {
    return one.relation == relation;
  })->holds;
  made->extent = wanted.extent();
  made->is_box = wanted.parts == rectangle(made->extent).parts;
  made->shape = asked_shape(*made, wanted);
  if (made->shape == nullptr || GEOSisEmpty_r(made->handle, made->shape) == 1)
    return problem{"it covers nothing"};
  made->prepared = GEOSPrepare_r(made->handle, made->shape);
  return shape_filter{std::move(made)};
}

shape_filter::shape_filter(std::unique_ptr<content> made) : content_{std::move(made)} {}
shape_filter::~shape_filter() = default;
shape_filter::shape_filter(shape_filter&&) noexcept = default;
shape_filter& shape_filter::operator=(shape_filter&&) noexcept = default;

bool shape_filter::meets(const geometry& shape, const envelope& extent) const {
  if (shape.empty())
    return false;
  const envelope& asked = content_->extent;
  if (!asked.intersects(extent))
    return content_->relation == spatial_relation::disjoint;
  if (content_->relation == spatial_relation::intersects && content_->is_box) {
    // Most shapes around a rectangle lie within it: no need to look at their vertices.
    if (extent.min_x >= asked.min_x && extent.max_x <= asked.max_x && extent.min_y >= asked.min_y
      && extent.max_y <= asked.max_y)
      return true;
  }
  if (content_->looks_at_extents())
    return content_->is_box || content_->judge(rectangle(extent));
  return content_->judge(shape);
}

} // namespace sandbox
