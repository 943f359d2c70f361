#include "sandbox/features/coordinate_grid.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include <nlohmann/json.hpp>

#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/model/parameter_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
constexpr double view_cells = 10'000;

/// A member's word; empty where there is none.
outcome<std::string> word_in(const json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end())
    return std::string{};
  return found->is_string() ? outcome<std::string>{found->get<std::string>()} : problem{member};
}

/// The extent in the reference of the answer, which is that of an extent that names none.
outcome<std::optional<envelope>> extent_in(const json& object, int wkid) {
  const auto found = object.find("extent");
  if (found == object.end())
    return std::optional<envelope>{};
  if (!found->is_object())
    return problem{"extent"};
  double side[4]{};
  std::size_t next = 0;
  for (const char* member : {"xmin", "ymin", "xmax", "ymax"}) {
    const auto number = found->find(member);
    if (number == found->end() || !number->is_number())
      return problem{"extent without " + std::string{member}};
    side[next++] = number->get<double>();
  }
  const envelope box{side[0], side[1], side[2], side[3]};
  const auto own = reference_of(*found, wkid);
  if (!own || box.empty())
    return problem{own ? "extent that is upside down" : own.error()};
  const auto moved = project(make_area(box, *own), wkid);
  return moved ? outcome<std::optional<envelope>>{moved->extent()} : problem{moved.error()};
}

std::size_t least_vertices(geometry_type type) {
  return type == geometry_type::polygon ? 4 : type == geometry_type::polyline ? 2 : 1;
}

} // namespace

coordinate_grid coordinate_grid::fine(int wkid) {
  // Degrees need more digits than metres; the origins lie outside of the world.
  if (is_geographic(wkid))
    return {false, 1e-9, {-400, -400}};
  return {false, 1e-4, {-20'037'700, -30'241'100}};
}

outcome<coordinate_grid> coordinate_grid::read(const std::string& parameter, int wkid) {
  const json text = parameter_json(parameter);
  if (!text.is_object())
    return problem{"it is no JSON object"};
  const auto mode = word_in(text, "mode"), corner = word_in(text, "originPosition");
  if (!mode || (!mode->empty() && *mode != "view" && *mode != "edit"))
    return problem{"mode " + (mode ? *mode : "is no word")};
  if (!corner || (!corner->empty() && *corner != "upperLeft" && *corner != "lowerLeft"))
    return problem{"originPosition " + (corner ? *corner : "is no word")};
  const auto extent = extent_in(text, wkid);
  if (!extent)
    return problem{extent.error()};
  const std::optional<envelope>& box = *extent;
  coordinate_grid made = fine(wkid);
  made.lower_left = *corner == "lowerLeft";
  made.merges = *mode != "edit";
  if (box)
    made.origin = {box->min_x, made.lower_left ? box->min_y : box->max_y};
  if (const auto tolerance = text.find("tolerance"); tolerance != text.end()) {
    if (!tolerance->is_number())
      return problem{"tolerance is no number"};
    made.cell = tolerance->get<double>();
  } else if (made.merges) {
    if (!box)
      return problem{"an extent or a tolerance is needed"};
    made.cell = std::max(box->max_x - box->min_x, box->max_y - box->min_y) / view_cells;
  }
  const bool near = std::abs(made.origin.x) < 1e9 && std::abs(made.origin.y) < 1e9; // false for NaN, too
  if (!near || !(made.cell >= 1e-9) || !(made.cell < 1e9))
    return problem{"cells of " + std::to_string(made.cell)};
  return made;
}

double coordinate_grid::whole_cells(double distance) const {
  constexpr double farthest = 4e18; // the difference of two such numbers still fits into 64 bits
  return std::clamp(std::round(distance / cell), -farthest, farthest);
}

geometry coordinate_grid::snapped(const geometry& shape) const {
  geometry made{shape.type, {}, {}};
  for (std::size_t part = 0; part < shape.parts.size(); ++part) {
    path line;
    std::vector<double> heights;
    for (std::size_t i = 0; i < shape.parts[part].size(); ++i) {
      const point& p = shape.parts[part][i];
      const point moved{whole_cells(p.x - origin.x), whole_cells(lower_left ? p.y - origin.y : origin.y - p.y)};
      if (merges && shape.type != geometry_type::multipoint && !line.empty() && line.back() == moved)
        continue;
      line.push_back(moved);
      if (!shape.heights.empty())
        heights.push_back(shape.heights[part][i]);
    }
    if (merges && line.size() < least_vertices(shape.type))
      continue;
    made.parts.push_back(std::move(line));
    if (!shape.heights.empty())
      made.heights.push_back(std::move(heights));
  }
  return made;
}

} // namespace sandbox
