#include "sandbox/model/projection.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>

#include <proj.h>

namespace sandbox {

namespace {

constexpr double earth_radius = 6378137;           // of the sphere of web mercator (EPSG method 1024)
constexpr double last_latitude = 85.0511287798066; // where its world is a square
constexpr int edge_divisions = 16;

struct context_closer {
  void operator()(PJ_CONTEXT* context) const { proj_context_destroy(context); }
};
struct pj_closer {
  void operator()(PJ* transformation) const { proj_destroy(transformation); }
};

/// One way from one reference to another.
class carrier {
public:
  static outcome<carrier> between(int from, int to) {
    carrier made{canonical_wkid(from), canonical_wkid(to)};
    if (made.from_ == made.to_ || made.mercator_pair())
      return made;
    made.context_.reset(proj_context_create());
    proj_log_level(made.context_.get(), PJ_LOG_NONE);
    // Newer and vendor ids stand in the one authority's list or the other's.
    for (const char* source : {"EPSG:", "ESRI:"}) {
      for (const char* target : {"EPSG:", "ESRI:"}) {
        std::unique_ptr<PJ, pj_closer> raw{proj_create_crs_to_crs(made.context_.get(),
          (source + std::to_string(from)).c_str(), (target + std::to_string(to)).c_str(), nullptr)};
        if (!raw)
          continue;
        made.transformation_.reset(proj_normalize_for_visualization(made.context_.get(), raw.get()));
        if (made.transformation_)
          return made;
      }
    }
    return problem{"cannot project from " + std::to_string(from) + " to " + std::to_string(to)};
  }

  /// Vertices may be carried over as they are: these two bend no edge that anybody would notice.
  bool keeps_edges() const { return from_ == to_ || mercator_pair(); }

  /// False if the place does not exist in the target.
  bool carry(point& p) const {
    if (from_ == to_)
      return true;
    if (mercator_pair()) {
      p = from_ == wgs84 ? to_mercator(p) : to_degrees(p);
    } else {
      const PJ_COORD moved = proj_trans(transformation_.get(), PJ_FWD, proj_coord(p.x, p.y, 0, 0));
      p = {moved.xy.x, moved.xy.y};
    }
    return std::isfinite(p.x) && std::isfinite(p.y);
  }

private:
  carrier(int from, int to) : from_{from}, to_{to} {}

  bool mercator_pair() const {
    return (from_ == wgs84 && to_ == web_mercator) || (from_ == web_mercator && to_ == wgs84);
  }

  static point to_mercator(point p) {
    const double latitude = std::clamp(p.y, -last_latitude, last_latitude) * std::numbers::pi / 180;
    return {earth_radius * p.x * std::numbers::pi / 180, earth_radius * std::asinh(std::tan(latitude))};
  }

  static point to_degrees(point p) {
    return {
      p.x / earth_radius * 180 / std::numbers::pi, std::atan(std::sinh(p.y / earth_radius)) * 180 / std::numbers::pi};
  }

  int from_;
  int to_;
  std::unique_ptr<PJ_CONTEXT, context_closer> context_;
  std::unique_ptr<PJ, pj_closer> transformation_;
};

/// False if a vertex cannot be carried over.
bool carry_path(const carrier& way, path& line) {
  return std::all_of(line.begin(), line.end(), [&](point& p) { return way.carry(p); });
}

path divided(const path& line) {
  path finer{line.begin(), line.begin() + (line.empty() ? 0 : 1)};
  for (std::size_t i = 1; i < line.size(); ++i) {
    for (int step = 1; step <= edge_divisions; ++step) {
      const double share = static_cast<double>(step) / edge_divisions;
      finer.push_back({std::lerp(line[i - 1].x, line[i].x, share), std::lerp(line[i - 1].y, line[i].y, share)});
    }
  }
  return finer;
}

problem outside(int to) { return {"a coordinate lies outside of the reference " + std::to_string(to)}; }

} // namespace

int canonical_wkid(int wkid) { return wkid == 102100 || wkid == 102113 ? web_mercator : wkid; }

bool is_geographic(int wkid) {
  if (wkid == wgs84 || canonical_wkid(wkid) == web_mercator)
    return wkid == wgs84;
  const std::unique_ptr<PJ_CONTEXT, context_closer> context{proj_context_create()};
  proj_log_level(context.get(), PJ_LOG_NONE);
  for (const char* authority : {"EPSG:", "ESRI:"}) {
    const std::unique_ptr<PJ, pj_closer> reference{
      proj_create(context.get(), (authority + std::to_string(wkid)).c_str())};
    if (reference)
      return proj_get_type(reference.get()) == PJ_TYPE_GEOGRAPHIC_2D_CRS;
  }
  return false;
}

bool known_wkid(int wkid) { return static_cast<bool>(carrier::between(wkid, wgs84)); }

outcome<point> project(point p, int from, int to) {
  const auto way = carrier::between(from, to);
  if (!way)
    return problem{way.error()};
  if (!way->carry(p))
    return outside(to);
  return p;
}

outcome<geometry> project(const geometry& shape, int from, int to) {
  auto moved = project(std::vector<geometry>{shape}, from, to);
  if (!moved)
    return problem{moved.error()};
  if (moved->front().empty() && !shape.empty())
    return outside(to);
  return std::move(moved->front());
}

outcome<std::vector<geometry>> project(std::vector<geometry> shapes, int from, int to) {
  const auto way = carrier::between(from, to);
  if (!way)
    return problem{way.error()};
  for (geometry& shape : shapes) {
    const bool inside =
      std::all_of(shape.parts.begin(), shape.parts.end(), [&](path& part) { return carry_path(*way, part); });
    if (!inside)
      shape = {shape.type, {}, {}};
  }
  return shapes;
}

outcome<area> project(const area& asked, int to) {
  const auto way = carrier::between(asked.wkid, to);
  if (!way)
    return problem{way.error()};
  area moved = asked;
  moved.wkid = canonical_wkid(to);
  for (path& ring : moved.rings) {
    if (!way->keeps_edges())
      ring = divided(ring);
    if (!carry_path(*way, ring))
      return outside(to);
  }
  return moved;
}

} // namespace sandbox
