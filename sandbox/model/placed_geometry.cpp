#include "sandbox/model/placed_geometry.hpp"

#include <cmath>

#include <nlohmann/json.hpp>

#include "sandbox/base/text.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/model/parameter_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
constexpr std::size_t most_rings = 2000; // each may cross all others

std::optional<std::vector<path>> read_paths(const json& lists) {
  if (!lists.is_array() || lists.empty())
    return {};
  std::vector<path> paths;
  for (const json& list : lists) {
    if (!list.is_array())
      return {};
    path line;
    for (const json& vertex : list) {
      if (!vertex.is_array() || vertex.size() < 2 || !vertex[0].is_number() || !vertex[1].is_number())
        return {};
      line.push_back({vertex[0].get<double>(), vertex[1].get<double>()});
    }
    paths.push_back(std::move(line));
  }
  return paths;
}

std::optional<path> read_point(const std::string& text, const json& object) {
  if (object.is_object()) {
    const auto x = object.find("x"), y = object.find("y");
    if (x == object.end() || y == object.end() || !x->is_number() || !y->is_number())
      return {};
    return path{{x->get<double>(), y->get<double>()}};
  }
  const auto words = list_items(text);
  if (words.size() != 2)
    return {};
  const auto x = number_in<double>(words[0]), y = number_in<double>(words[1]);
  if (!x || !y || !std::isfinite(*x) || !std::isfinite(*y))
    return {};
  return path{{*x, *y}};
}

outcome<placed_geometry> of_area(outcome<area> read) {
  if (!read)
    return problem{read.error()};
  if (read->rings.size() > most_rings)
    return problem{"it has more than " + std::to_string(most_rings) + " rings"};
  return placed_geometry{{geometry_type::polygon, std::move(read->rings), {}}, read->wkid};
}

/// The paths of a member in which each needs `least` vertices.
outcome<placed_geometry> of_paths(
  const json& object, const char* member, geometry_type type, std::size_t least, int wkid) {
  auto paths = object.is_object() && object.contains(member)
    ? read_paths(type == geometry_type::multipoint ? json::array({object.at(member)}) : object.at(member))
    : std::nullopt;
  if (!paths)
    return problem{"{" + std::string{member} + "} with vertices of two numbers is expected"};
  for (const path& line : *paths) {
    if (line.size() < least)
      return problem{"too few vertices"};
  }
  return placed_geometry{{type, std::move(*paths), {}}, wkid};
}

} // namespace

outcome<placed_geometry> read_geometry(const std::string& text, const std::string& kind, int default_wkid) {
  if (kind.empty() || same_word(kind, "esriGeometryEnvelope")) {
    const bool polygon = text.find("rings") != std::string::npos;
    return polygon ? problem{"it is no envelope"} : of_area(read_area(text, default_wkid));
  }
  if (same_word(kind, "esriGeometryPolygon"))
    return of_area(read_polygon(text, default_wkid));
  const json object = parameter_json(text);
  const auto own = object.is_object() ? reference_of(object, default_wkid) : outcome<int>{default_wkid};
  if (!own)
    return problem{own.error()};
  const int wkid = *own;
  if (same_word(kind, "esriGeometryPoint")) {
    auto vertex = read_point(text, object);
    if (!vertex)
      return problem{"{x, y} or x,y is expected"};
    return placed_geometry{{geometry_type::point, {std::move(*vertex)}, {}}, wkid};
  }
  if (same_word(kind, "esriGeometryMultipoint"))
    return of_paths(object, "points", geometry_type::multipoint, 1, wkid);
  if (same_word(kind, "esriGeometryPolyline"))
    return of_paths(object, "paths", geometry_type::polyline, 2, wkid);
  return problem{kind + " is no type of geometry"};
}

outcome<placed_geometry> project(const placed_geometry& asked, int to) {
  if (asked.shape.type == geometry_type::polygon) {
    auto moved = project(area{asked.shape.parts, asked.wkid}, to);
    if (!moved)
      return problem{moved.error()};
    return placed_geometry{{geometry_type::polygon, std::move(moved->rings), {}}, moved->wkid};
  }
  auto moved = project(asked.shape, asked.wkid, to);
  if (!moved)
    return problem{moved.error()};
  return placed_geometry{std::move(*moved), canonical_wkid(to)};
}

} // namespace sandbox
