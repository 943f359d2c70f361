#include "core/plan/area.hpp"

#include <proj.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace core {
namespace {

struct close_context {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct close_object {
  void operator()(PJ* object) const { proj_destroy(object); }
};
using context_ptr = std::unique_ptr<PJ_CONTEXT, close_context>;
using object_ptr = std::unique_ptr<PJ, close_object>;

/// One context a call: PROJ's contexts must not be shared between threads.
context_ptr make_context() {
  context_ptr context{proj_context_create()};
  proj_log_level(context.get(), PJ_LOG_NONE);
  proj_context_set_enable_network(context.get(), 0);
  return context;
}

const proto::spatial_reference wgs84{4326, 0, {}};
// The square that web maps call the world (EPSG:3857, area of use).
constexpr double mercator_latitude = 85.05112877980659;
constexpr int web_mercator = 3857;
constexpr int pieces_of_longest_side = 64;

/// EPSG number, else one of Esri's own, else the text.
object_ptr reference(PJ_CONTEXT* context, const proto::spatial_reference& sr) {
  if (sr.epsg() == 0)
    return object_ptr{sr.wkt.empty() ? nullptr : proj_create(context, sr.wkt.c_str())};
  const auto number = std::to_string(sr.epsg());
  if (object_ptr known{proj_create(context, ("EPSG:" + number).c_str())})
    return known;
  return object_ptr{proj_create(context, ("ESRI:" + number).c_str())};
}

std::string name_of(const proto::spatial_reference& sr) {
  return sr.epsg() != 0 ? "wkid " + std::to_string(sr.epsg()) : std::string{"its WKT"};
}

proto::failure unknown(const proto::spatial_reference& sr) {
  proto::failure why;
  why.code = proto::failure_code::spatial_reference_invalid;
  why.during = "projecting the area";
  why.subject = "spatial reference " + name_of(sr);
  return why;
}

/// Turns points of one reference into another, x first on both sides.
class projection {
public:
  static proto::result<projection> between(const proto::spatial_reference& from, const proto::spatial_reference& to) {
    projection made;
    made.context_ = make_context();
    auto* const context = made.context_.get();
    const auto source = reference(context, from);
    if (!source)
      return unknown(from);
    const auto target = reference(context, to);
    if (!target)
      return unknown(to);
    object_ptr plain{proj_create_crs_to_crs_from_pj(context, source.get(), target.get(), nullptr, nullptr)};
    if (plain)
      made.change_.reset(proj_normalize_for_visualization(context, plain.get()));
    if (!made.change_)
      return unknown(to);
    const auto type = proj_get_type(source.get());
    made.cut_latitudes_ =
      to.epsg() == web_mercator && (type == PJ_TYPE_GEOGRAPHIC_2D_CRS || type == PJ_TYPE_GEOGRAPHIC_3D_CRS);
    return made;
  }

  /// Not finite where the point has no image.
  proto::point operator()(proto::point p) const {
    if (cut_latitudes_)
      p.y = std::clamp(p.y, -mercator_latitude, mercator_latitude);
    const auto image = proj_trans(change_.get(), PJ_FWD, proj_coord(p.x, p.y, 0, 0));
    return {image.xy.x, image.xy.y};
  }

private:
  context_ptr context_;
  object_ptr change_;
  bool cut_latitudes_ = false;
};

std::vector<proto::point> outline(const proto::envelope& e) {
  return {{e.xmin, e.ymin}, {e.xmin, e.ymax}, {e.xmax, e.ymax}, {e.xmax, e.ymin}, {e.xmin, e.ymin}};
}

std::vector<std::vector<proto::point>> rings_of(const proto::area& a) {
  if (const auto* shape = std::get_if<proto::polygon>(&a))
    return shape->rings;
  return {outline(std::get<proto::envelope>(a))};
}

/// Puts points on long edges, so that a straight line stays near its image.
std::vector<proto::point> densified(const std::vector<proto::point>& ring, double step) {
  std::vector<proto::point> dense;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (i > 0) {
      const auto& from = ring[i - 1];
      const double dx = ring[i].x - from.x, dy = ring[i].y - from.y;
      const auto pieces =
        static_cast<int>(std::clamp(std::ceil(std::hypot(dx, dy) / step), 1.0, double{pieces_of_longest_side}));
      for (int k = 1; k < pieces; ++k)
        dense.push_back({from.x + dx * k / pieces, from.y + dy * k / pieces});
    }
    dense.push_back(ring[i]);
  }
  return dense;
}

double densifying_step(const proto::area& a) {
  const auto box = proto::box_of(a);
  const double longest = std::max(box.xmax - box.xmin, box.ymax - box.ymin);
  return longest > 0 ? longest / pieces_of_longest_side : 1;
}

proto::result<proto::polygon> projected_rings(const proto::area& a, const proto::spatial_reference& to) {
  auto change = projection::between(proto::reference_of(a), to);
  if (!change)
    return change.error();
  proto::polygon image;
  image.spatial_reference = to;
  for (const auto& ring : rings_of(a)) {
    auto& points = image.rings.emplace_back();
    for (const auto& p : densified(ring, densifying_step(a))) {
      const auto q = (*change)(p);
      if (!std::isfinite(q.x) || !std::isfinite(q.y)) {
        auto why = unknown(to);
        why.subject = "the area, which has no image in " + why.subject;
        return why;
      }
      points.push_back(q);
    }
  }
  return image;
}

/// Whether the image of an envelope's edges runs along the box around it.
bool is_a_box(const proto::polygon& image, const proto::envelope& box) {
  const double tolerance = 1e-9 * std::max(box.xmax - box.xmin, box.ymax - box.ymin);
  const auto is_at_side = [&](const proto::point& p) {
    return std::min({p.x - box.xmin, box.xmax - p.x, p.y - box.ymin, box.ymax - p.y}) <= tolerance;
  };
  return std::ranges::all_of(image.rings.front(), is_at_side);
}

/// Longitudes at the seam itself belong to both sides.
bool at_seam(double longitude) { return std::abs(std::abs(longitude) - 180) < 1e-6; }

bool ring_crosses(const std::vector<proto::point>& ring) {
  std::optional<double> before;
  for (const auto& p : ring) {
    if (at_seam(p.x))
      continue;
    if (std::abs(p.x) > 180 || (before && std::abs(p.x - *before) > 180))
      return true;
    before = p.x;
  }
  return false;
}

} // namespace

proto::result<bool> crosses_dateline(const proto::area& a) {
  auto degrees = projected_rings(a, wgs84);
  if (!degrees)
    return degrees.error();
  return std::any_of(degrees->rings.begin(), degrees->rings.end(), ring_crosses);
}

proto::result<proto::area> project_exactly(const proto::area& a, const proto::spatial_reference& to) {
  if (proto::same(proto::reference_of(a), to))
    return a;
  auto image = projected_rings(a, to);
  if (!image)
    return image.error();
  if (const auto box = proto::box_of(*image); std::holds_alternative<proto::envelope>(a) && is_a_box(*image, box))
    return proto::area{box};
  return proto::area{std::move(*image)};
}

proto::result<proto::area> project(const proto::area& a, const proto::spatial_reference& to) {
  auto image = project_exactly(a, to);
  if (image && std::holds_alternative<proto::envelope>(a))
    return proto::area{proto::box_of(*image)};
  return image;
}

proto::result<std::array<double, 4>> wgs84_extent(const proto::area& a) {
  auto degrees = project(a, wgs84);
  if (!degrees)
    return degrees.error();
  const auto box = proto::box_of(*degrees);
  return std::array<double, 4>{box.xmin, box.ymin, box.xmax, box.ymax};
}

std::string reference_name(const proto::spatial_reference& sr) {
  if (sr.epsg() == web_mercator)
    return "WGS_1984_Web_Mercator_Auxiliary_Sphere";
  if (sr.epsg() == wgs84.wkid)
    return "GCS_WGS_1984";
  const auto context = make_context();
  const auto known = reference(context.get(), sr);
  const char* text = known ? proj_as_wkt(context.get(), known.get(), PJ_WKT1_ESRI, nullptr) : nullptr;
  const std::string wkt = text != nullptr ? text : sr.wkt;
  const auto open = wkt.find('"');
  const auto close = open == std::string::npos ? open : wkt.find('"', open + 1);
  return close == std::string::npos ? std::string{} : wkt.substr(open + 1, close - open - 1);
}

} // namespace core
