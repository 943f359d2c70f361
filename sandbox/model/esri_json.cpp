#include "sandbox/model/esri_json.hpp"

#include <cstdint>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/base/text.hpp"
#include "sandbox/model/area_union.hpp"
#include "sandbox/model/parameter_json.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

using nlohmann::json;

namespace {

/// The vertices of a part, with their heights where there are any.
json vertices(const geometry& shape, std::size_t part) {
  json list = json::array();
  const path& line = shape.parts[part];
  for (std::size_t i = 0; i < line.size(); ++i) {
    list.push_back({line[i].x, line[i].y});
    if (!shape.heights.empty())
      list.back().push_back(shape.heights[part][i]);
  }
  return list;
}

std::optional<double> number(const json& object, const char* name) {
  const auto found = object.find(name);
  if (found == object.end() || !found->is_number())
    return std::nullopt;
  return found->get<double>();
}

std::optional<envelope> read_envelope(const json& text) {
  const auto min_x = number(text, "xmin"), min_y = number(text, "ymin"), max_x = number(text, "xmax"),
             max_y = number(text, "ymax");
  if (!min_x || !min_y || !max_x || !max_y || *min_x > *max_x || *min_y > *max_y)
    return std::nullopt;
  return envelope{*min_x, *min_y, *max_x, *max_y};
}

std::optional<path> read_ring(const json& text) {
  if (!text.is_array())
    return std::nullopt;
  path ring;
  for (const json& vertex : text) {
    if (!vertex.is_array() || vertex.size() < 2 || !vertex[0].is_number() || !vertex[1].is_number())
      return std::nullopt;
    ring.push_back({vertex[0].get<double>(), vertex[1].get<double>()});
  }
  if (!ring.empty() && ring.front() != ring.back())
    ring.push_back(ring.front());
  if (ring.size() < 4)
    return std::nullopt;
  return ring;
}

outcome<area> read_rings(const json& rings, int wkid) {
  area made{{}, wkid};
  if (!rings.is_array() || rings.empty())
    return problem{"a polygon needs rings"};
  for (const json& text : rings) {
    auto ring = read_ring(text);
    if (!ring)
      return problem{"a ring needs three vertices of two numbers"};
    made.rings.push_back(std::move(*ring));
  }
  return made;
}

outcome<area> polygon_of(const json& text, int default_wkid) {
  if (!text.is_object() || !text.contains("rings"))
    return problem{"it is no polygon: {rings, spatialReference} is expected"};
  const auto wkid = reference_of(text, default_wkid);
  return wkid ? read_rings(text.at("rings"), *wkid) : problem{wkid.error()};
}

/// A well-known id is a positive number of 32 bits.
std::optional<int> wkid_in(const json& number) {
  if (!number.is_number_integer())
    return std::nullopt;
  const auto id = number.get<std::int64_t>(); // what is even larger turns negative
  return id > 0 && id <= std::numeric_limits<int>::max() ? std::optional{canonical_wkid(static_cast<int>(id))}
                                                         : std::nullopt;
}

/// `xmin,ymin,xmax,ymax`
std::optional<envelope> read_four_numbers(std::string_view text) {
  const auto items = list_items(text);
  if (items.size() != 4 || text.ends_with(','))
    return std::nullopt;
  double numbers[4]{};
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto number = number_in<double>(items[i]);
    if (!number)
      return std::nullopt;
    numbers[i] = *number;
  }
  const envelope box{numbers[0], numbers[1], numbers[2], numbers[3]};
  return box.empty() ? std::nullopt : std::optional{box};
}

} // namespace

json spatial_reference_json(int wkid) {
  const int canonical = canonical_wkid(wkid);
  return {{"wkid", canonical == web_mercator ? 102100 : canonical}, {"latestWkid", canonical}};
}

json to_esri_json(const geometry& shape) {
  if (shape.empty() || shape.type == geometry_type::none)
    return nullptr;
  const bool has_z = !shape.heights.empty();
  if (shape.type == geometry_type::point) {
    json place{{"x", shape.parts[0][0].x}, {"y", shape.parts[0][0].y}};
    if (has_z)
      place["z"] = shape.heights[0][0];
    return place;
  }
  json text = json::object();
  if (has_z)
    text["hasZ"] = true;
  if (shape.type == geometry_type::multipoint) {
    text["points"] = vertices(shape, 0);
    return text;
  }
  json parts = json::array();
  for (std::size_t part = 0; part < shape.parts.size(); ++part)
    parts.push_back(vertices(shape, part));
  text[shape.type == geometry_type::polyline ? "paths" : "rings"] = std::move(parts);
  return text;
}

json to_esri_json(const geometry& shape, int wkid) {
  json text = to_esri_json(shape);
  if (text.is_object())
    text["spatialReference"] = spatial_reference_json(wkid);
  return text;
}

json to_esri_json(const envelope& box, int wkid) {
  return {{"xmin", box.min_x}, {"ymin", box.min_y}, {"xmax", box.max_x}, {"ymax", box.max_y},
    {"spatialReference", spatial_reference_json(wkid)}};
}

std::optional<int> read_wkid(const json& reference) {
  if (!reference.is_object())
    return wkid_in(reference);
  for (const char* name : {"latestWkid", "wkid"}) {
    const auto found = reference.find(name);
    if (const auto id = found == reference.end() ? std::nullopt : wkid_in(*found))
      return id;
  }
  return std::nullopt;
}

outcome<int> reference_of(const json& object, int otherwise) {
  const auto found = object.find("spatialReference");
  if (found == object.end() || found->is_null())
    return otherwise;
  const auto wkid = read_wkid(*found);
  return wkid ? outcome<int>{*wkid} : problem{"its spatialReference names no well-known id"};
}

std::optional<int> read_reference(const std::string& parameter, int otherwise) {
  if (parameter.empty())
    return otherwise;
  const json parsed = parameter_json(parameter);
  return parsed.is_discarded() ? std::nullopt : read_wkid(parsed);
}

outcome<area> read_area(const std::string& parameter, int default_wkid) {
  if (const auto box = read_four_numbers(parameter))
    return make_area(*box, default_wkid);
  const json text = parameter_json(parameter);
  if (!text.is_object())
    return problem{"not a geometry object"};
  if (text.contains("rings"))
    return polygon_of(text, default_wkid);
  const auto box = read_envelope(text);
  if (!box)
    return problem{"neither an envelope nor a polygon"};
  const auto wkid = reference_of(text, default_wkid);
  return wkid ? outcome<area>{make_area(*box, *wkid)} : problem{wkid.error()};
}

outcome<area> read_polygon(const std::string& parameter, int default_wkid) {
  return polygon_of(parameter_json(parameter), default_wkid);
}

outcome<area> read_feature_set(const std::string& parameter, int default_wkid) {
  const json text = parameter_json(parameter);
  if (!text.is_object() || !text.contains("features") || !text.at("features").is_array())
    return problem{"it is no feature set: {geometryType, features} is expected"};
  const auto common_wkid = reference_of(text, default_wkid);
  if (!common_wkid)
    return problem{common_wkid.error()};
  std::vector<area> polygons;
  for (const json& entry : text.at("features")) {
    if (!entry.is_object() || !entry.contains("geometry"))
      return problem{"a feature without geometry"};
    auto one = polygon_of(entry.at("geometry"), *common_wkid);
    if (!one)
      return one;
    polygons.push_back(std::move(*one));
  }
  if (polygons.empty())
    return problem{"a feature set without features"};
  return united(polygons);
}

} // namespace sandbox
