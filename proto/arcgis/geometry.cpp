#include "proto/arcgis/geometry.hpp"

#include "proto/arcgis/members.hpp"

#include <algorithm>
#include <cmath>

namespace proto {
namespace {

failure wrong(std::string element, std::string why, failure_code code = failure_code::invalid_request) {
  return {.code = code, .during = "reading a geometry", .subject = std::move(element), .hint = std::move(why)};
}

// Older names of Web Mercator; the coordinates are the same.
int modern(int wkid) { return wkid == 102100 || wkid == 102113 || wkid == 900913 ? 3857 : wkid; }

result<spatial_reference> reference_in(const nlohmann::json& geometry) {
  const auto* member_json = member(geometry, "spatialReference");
  if (!member_json)
    return wrong("spatialReference", "is missing", failure_code::missing_spatial_reference);
  return read_spatial_reference(*member_json);
}

bool same_place(const point& a, const point& b) { return a.x == b.x && a.y == b.y; }

/// Shoelace: positive for clockwise rings (y grows upwards). Summed there and back, so that the
/// ring the other way round has exactly the opposite, also where nothing but rounding is left.
double clockwise_area(const std::vector<point>& ring) {
  const auto twice = [&](std::size_t i) {
    return (ring[i].x - ring[0].x) * (ring[i - 1].y - ring[0].y)
      - (ring[i - 1].x - ring[0].x) * (ring[i].y - ring[0].y);
  };
  double there = 0, back = 0;
  for (std::size_t i = 1; i < ring.size(); ++i) {
    there += twice(i);
    back += twice(ring.size() - i);
  }
  return (there + back) / 4;
}

result<std::vector<point>> read_ring(const nlohmann::json& json, const std::string& name) {
  if (!json.is_array())
    return wrong(name, "must be a list of points");
  std::vector<point> ring;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const auto& pair = json[i];
    const auto x = pair.is_array() && pair.size() >= 2 ? number_of(pair[0]) : std::nullopt;
    const auto y = x ? number_of(pair[1]) : std::nullopt;
    if (!y)
      return wrong(name + "[" + std::to_string(i) + "]", "must be two finite numbers");
    ring.push_back({*x, *y});
  }
  if (!ring.empty() && !same_place(ring.front(), ring.back()))
    ring.push_back(ring.front());
  if (ring.size() < 4)
    return wrong(name, "must have three points at least");
  return ring;
}

result<polygon> read_polygon(const nlohmann::json& json) {
  const auto* rings = member(json, "rings");
  if (!rings || !rings->is_array() || rings->empty())
    return wrong("rings", "must be a list of rings");
  polygon read;
  double total = 0;
  for (std::size_t i = 0; i < rings->size(); ++i) {
    auto ring = read_ring((*rings)[i], "rings[" + std::to_string(i) + "]");
    if (!ring)
      return ring.error();
    total += clockwise_area(*ring);
    read.rings.push_back(std::move(*ring));
  }
  if (!std::isfinite(total) || total == 0)
    return wrong("rings", "enclose no area");
  // Drawn the other way round throughout: servers would take the outside.
  if (total < 0)
    for (auto& ring : read.rings)
      std::ranges::reverse(ring);
  auto reference = reference_in(json);
  if (!reference)
    return reference.error();
  read.spatial_reference = std::move(*reference);
  return read;
}

} // namespace

int spatial_reference::epsg() const { return modern(latest_wkid != 0 ? latest_wkid : wkid); }

bool same(const spatial_reference& a, const spatial_reference& b) {
  if (a.epsg() != 0 || b.epsg() != 0)
    return a.epsg() == b.epsg() || (a.wkid != 0 && a.wkid == b.wkid);
  return a.wkt == b.wkt;
}

const spatial_reference& reference_of(const area& a) {
  return std::visit([](const auto& shape) -> const spatial_reference& { return shape.spatial_reference; }, a);
}

envelope box_of(const area& a) {
  if (const auto* box = std::get_if<envelope>(&a))
    return *box;
  const auto& shape = std::get<polygon>(a);
  envelope box;
  bool first = true;
  for (const auto& ring : shape.rings) {
    for (const auto& at : ring) {
      box.xmin = first ? at.x : std::min(box.xmin, at.x);
      box.ymin = first ? at.y : std::min(box.ymin, at.y);
      box.xmax = first ? at.x : std::max(box.xmax, at.x);
      box.ymax = first ? at.y : std::max(box.ymax, at.y);
      first = false;
    }
  }
  box.spatial_reference = shape.spatial_reference;
  return box;
}

nlohmann::json to_json(const spatial_reference& sr) {
  nlohmann::json json = nlohmann::json::object();
  if (sr.wkid != 0)
    json["wkid"] = sr.wkid;
  if (sr.latest_wkid != 0)
    json["latestWkid"] = sr.latest_wkid;
  if (sr.wkid == 0 && !sr.wkt.empty())
    json["wkt"] = sr.wkt;
  return json;
}

nlohmann::json to_json(const envelope& e) {
  return {{"xmin", e.xmin}, {"ymin", e.ymin}, {"xmax", e.xmax}, {"ymax", e.ymax},
    {"spatialReference", to_json(e.spatial_reference)}};
}

nlohmann::json to_json(const polygon& p) {
  auto rings = nlohmann::json::array();
  for (const auto& ring : p.rings) {
    auto points = nlohmann::json::array();
    for (const auto& at : ring)
      points.push_back(nlohmann::json::array({at.x, at.y}));
    rings.push_back(std::move(points));
  }
  return {{"rings", std::move(rings)}, {"spatialReference", to_json(p.spatial_reference)}};
}

nlohmann::json to_json(const area& a) {
  return std::visit([](const auto& shape) { return to_json(shape); }, a);
}

result<spatial_reference> read_spatial_reference(const nlohmann::json& json) {
  spatial_reference sr;
  if (const auto number = integer_of(json); number && std::in_range<int>(*number)) {
    sr.wkid = static_cast<int>(*number); // `4326` for {wkid: 4326}, as in request parameters
  } else if (!json.is_object()) {
    return wrong("spatialReference", "must be an object with wkid", failure_code::spatial_reference_invalid);
  } else {
    sr.wkid = integer_in<int>(json, "wkid").value_or(0);
    sr.latest_wkid = integer_in<int>(json, "latestWkid").value_or(0);
    sr.wkt = text_in(json, "wkt");
  }
  // Custom systems have wkid 0 or -1 beside their text.
  sr.latest_wkid = std::max(sr.latest_wkid, 0);
  sr.wkid = sr.wkid > 0 ? sr.wkid : sr.latest_wkid;
  if (sr.wkid != 0)
    sr.wkt.clear();
  if (!sr.given())
    return wrong("spatialReference", "has no wkid and no wkt", failure_code::missing_spatial_reference);
  return sr;
}

result<envelope> read_envelope(const nlohmann::json& json) {
  if (!json.is_object())
    return wrong("", "must be an object with xmin, ymin, xmax, ymax and spatialReference");
  envelope box;
  for (const auto& [name, into] :
    {std::pair{"xmin", &box.xmin}, {"ymin", &box.ymin}, {"xmax", &box.xmax}, {"ymax", &box.ymax}}) {
    const auto value = number_in(json, name);
    if (!value)
      return wrong(name, "must be a finite number");
    *into = *value;
  }
  if (box.xmin >= box.xmax)
    return wrong("xmax", "must be greater than xmin");
  if (box.ymin >= box.ymax)
    return wrong("ymax", "must be greater than ymin");
  auto reference = reference_in(json);
  if (!reference)
    return reference.error();
  box.spatial_reference = std::move(*reference);
  return box;
}

result<area> read_area(const nlohmann::json& json) {
  if (member(json, "curveRings"))
    return wrong("curveRings", "are not taken: give rings of straight lines");
  if (member(json, "rings")) {
    auto shape = read_polygon(json);
    return shape ? result<area>{area{std::move(*shape)}} : result<area>{shape.error()};
  }
  auto box = read_envelope(json);
  return box ? result<area>{area{std::move(*box)}} : result<area>{box.error()};
}

} // namespace proto
