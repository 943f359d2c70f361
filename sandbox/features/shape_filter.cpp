#include "sandbox/features/shape_filter.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "sandbox/base/text.hpp"
#include "sandbox/model/geos_session.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

constexpr double metres_in_degree = 6378137 * std::numbers::pi / 180;
constexpr int quarter_divisions = 32;      // of a circle's arc
constexpr std::size_t most_buffered = 500; // vertices; circles around more of them take seconds

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

  geometry in_metres(geometry shape) const {
    for (path& line : shape.parts) {
      for (point& p : line)
        p = {(p.x - middle_.x) * shrink_ * metres_in_degree, (p.y - middle_.y) * metres_in_degree};
    }
    return shape;
  }
  geometry in_degrees(geometry shape) const {
    for (path& line : shape.parts) {
      for (point& p : line)
        p = {p.x / metres_in_degree / shrink_ + middle_.x, p.y / metres_in_degree + middle_.y};
    }
    return shape;
  }
  envelope widened(const envelope& degrees, double metres) const {
    const double x = metres / metres_in_degree / shrink_, y = metres / metres_in_degree;
    return {degrees.min_x - x, degrees.min_y - y, degrees.max_x + x, degrees.max_y + y};
  }

private:
  point middle_;
  double shrink_;
};

/// An area without width or height is a line, or a point.
geometry thinned(geometry shape) {
  const envelope box = shape.extent();
  const bool narrow = box.min_x == box.max_x, low = box.min_y == box.max_y;
  if (shape.type != geometry_type::polygon || (!narrow && !low))
    return shape;
  if (narrow && low)
    return {geometry_type::point, {{{box.min_x, box.min_y}}}, {}};
  return {geometry_type::polyline, {{{box.min_x, box.min_y}, {box.max_x, box.max_y}}}, {}};
}

GEOSGeometry* asked_shape(const geos_session& geos, const geometry& asked) {
  const geometry shape = thinned(asked);
  return shape.type == geometry_type::polygon ? geos.even_odd(shape.parts) : geos.made(shape);
}

std::size_t vertices_of(const geometry& shape) {
  return std::accumulate(shape.parts.begin(), shape.parts.end(), std::size_t{0},
    [](std::size_t sum, const path& part) { return sum + part.size(); });
}

/// The place within so many metres.
outcome<geometry> buffered(const geometry& asked, const local_plane& plane, double metres) {
  if (vertices_of(asked) > most_buffered)
    return problem{"it has too many vertices for a distance"};
  const geos_session& geos = geos_session::of_this_thread();
  GEOSGeometry* shape = asked_shape(geos, plane.in_metres(asked));
  if (shape != nullptr)
    shape = geos.replaced(shape, GEOSBuffer_r(geos.handle, shape, metres, quarter_divisions));
  if (shape == nullptr)
    return problem{"it cannot be widened"};
  geometry wide{geometry_type::polygon, geos.rings_of(shape), {}};
  GEOSGeom_destroy_r(geos.handle, shape);
  return plane.in_degrees(std::move(wide));
}

bool is_rectangle(const geometry& shape) { return shape.parts == make_area(shape.extent(), wgs84).rings; }

} // namespace

std::optional<spatial_relation> relation_named(const std::string& word) {
  const auto found = std::find_if(
    relations.begin(), relations.end(), [&](const relation_entry& one) { return same_word(one.word, word); });
  return found == relations.end() ? std::nullopt : std::optional{found->relation};
}

struct shape_filter::content : geos_session {
  spatial_relation relation = spatial_relation::intersects;
  predicate holds = nullptr;
  envelope extent;                  ///< degrees
  bool is_box = false;              ///< the asked shape fills its extent
  std::optional<local_plane> plane; ///< where shapes within `metres` are wanted; else all is on web mercator's plane
  double metres = 0;
  GEOSGeometry* shape = nullptr;
  const GEOSPreparedGeometry* prepared = nullptr;

  content() = default;
  ~content() {
    GEOSPreparedGeom_destroy_r(handle, prepared);
    GEOSGeom_destroy_r(handle, shape);
  }

  /// What is judged instead of a place in degrees where that is meant with so many metres around.
  outcome<placed_geometry> widen(const geometry& degrees, double by) {
    const local_plane around{extent};
    extent = around.widened(extent, by);
    if (relation == spatial_relation::intersects) {
      plane = around;
      metres = by;
      return placed_geometry{around.in_metres(degrees), wgs84};
    }
    auto wide = buffered(degrees, around, by);
    if (!wide)
      return problem{wide.error()};
    return project(placed_geometry{std::move(*wide), wgs84}, web_mercator);
  }

  /// What is asked for, on the plane where it is judged.
  outcome<bool> prepare(const geometry& on_plane) {
    shape = asked_shape(*this, on_plane);
    if (shape == nullptr)
      return problem{"it cannot be read as a shape"};
    if (GEOSisEmpty_r(handle, shape) == 1)
      return problem{"it covers nothing"};
    prepared = GEOSPrepare_r(handle, shape);
    return true;
  }

  char ask(const GEOSGeometry* other) const {
    return plane ? GEOSPreparedDistanceWithin_r(handle, prepared, other, metres) : holds(handle, prepared, other);
  }

  /// `other` in degrees.
  bool judge(const geometry& other) const {
    const auto moved = plane ? plane->in_metres(other) : project(other, wgs84, web_mercator);
    GEOSGeometry* made_one = moved ? made(*moved) : nullptr;
    if (made_one == nullptr)
      return false;
    char answer = ask(made_one);
    if (answer == 2) { // GEOS cannot say: the shape crosses itself
      made_one = mended(made_one);
      answer = made_one == nullptr ? '\0' : ask(made_one);
    }
    GEOSGeom_destroy_r(handle, made_one);
    return answer == 1;
  }
};

outcome<shape_filter> shape_filter::make(const placed_geometry& asked, spatial_relation relation, double metres) {
  const placed_geometry wanted{thinned(asked.shape), asked.wkid};
  const auto degrees = project(wanted, wgs84);
  if (!degrees)
    return problem{degrees.error()};
  auto made = std::make_unique<content>();
  made->relation = relation;
  made->holds = std::find_if(relations.begin(), relations.end(), [&](const relation_entry& one) {
    return one.relation == relation;
  })->holds;
  made->extent = degrees->shape.extent();
  const auto judged = metres > 0 ? made->widen(degrees->shape, metres) : project(wanted, web_mercator);
  if (!judged)
    return problem{judged.error()};
  made->is_box = metres == 0 && is_rectangle(degrees->shape);
  if (const auto ready = made->prepare(judged->shape); !ready)
    return problem{ready.error()};
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
  if (content_->relation == spatial_relation::envelope_intersects
    || content_->relation == spatial_relation::index_intersects)
    return true;
  return content_->judge(shape);
}

} // namespace sandbox
