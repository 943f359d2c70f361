#include "sandbox/model/geojson_reader.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/valid_polygon.hpp"

namespace sandbox {
namespace {

using nlohmann::ordered_json;

/// The vertices of one part and, where they have a third number, their heights.
struct read_path {
  path line;
  std::vector<double> heights;
};

const ordered_json& member(const ordered_json& of, const char* name) {
  static const ordered_json nothing;
  const auto found = of.is_object() ? of.find(name) : of.end();
  return of.is_object() && found != of.end() ? *found : nothing;
}

const ordered_json& list(const ordered_json& wanted) {
  if (!wanted.is_array())
    throw bad_data{"a list of coordinates is wanted"};
  return wanted;
}

void add_vertex(const ordered_json& place, read_path& to) {
  const bool numbers = place.is_array() && place.size() >= 2
    && std::all_of(place.begin(), place.end(), [](const ordered_json& one) { return one.is_number(); });
  if (!numbers)
    throw bad_data{"a place is a longitude and a latitude"};
  const point read{place[0].get<double>(), place[1].get<double>()};
  if (std::abs(read.x) > 180 || std::abs(read.y) > 90)
    throw bad_data{"coordinates are degrees, longitude first"};
  to.line.push_back(read);
  if (place.size() > 2)
    to.heights.push_back(place[2].get<double>());
}

read_path read_line(const ordered_json& text) {
  read_path read;
  for (const ordered_json& place : list(text))
    add_vertex(place, read);
  return read;
}

/// Heights count only where every vertex of a shape has one.
void add_part(geometry& to, read_path part) {
  const bool whole = part.heights.size() == part.line.size() && to.heights.size() == to.parts.size();
  to.parts.push_back(std::move(part.line));
  if (whole)
    to.heights.push_back(std::move(part.heights));
  else
    to.heights.clear();
}

std::vector<path> read_polygon_rings(const ordered_json& text) {
  std::vector<path> rings;
  for (const ordered_json& each : list(text)) {
    path ring = read_line(each).line;
    if (!ring.empty() && ring.front() != ring.back())
      ring.push_back(ring.front());
    if (ring.size() >= 4)
      rings.push_back(std::move(ring));
    else if (rings.empty())
      break; // without its outer ring the holes mean nothing
  }
  return rings;
}

geometry read_polygons(const ordered_json& polygons) {
  std::vector<std::vector<path>> all;
  for (const ordered_json& each : list(polygons)) {
    auto rings = read_polygon_rings(each);
    if (!rings.empty())
      all.push_back(std::move(rings));
  }
  return {geometry_type::polygon, valid_rings(all)};
}

geometry read_lines(const ordered_json& lines) {
  geometry made{geometry_type::polyline, {}};
  for (const ordered_json& each : list(lines)) {
    read_path part = read_line(each);
    if (part.line.size() > 1)
      add_part(made, std::move(part));
  }
  return made;
}

geometry read_points(geometry_type type, const ordered_json& places) {
  geometry made{type, {}};
  read_path part = read_line(places);
  if (!part.line.empty())
    add_part(made, std::move(part));
  return made;
}

geometry read_shape(const ordered_json& text) {
  if (text.is_null())
    return {};
  const ordered_json& type = member(text, "type");
  const ordered_json& places = member(text, "coordinates");
  if (type == "Point")
    return places == ordered_json::array() ? geometry{geometry_type::point, {}}
                                           : read_points(geometry_type::point, ordered_json::array({places}));
  if (type == "MultiPoint")
    return read_points(geometry_type::multipoint, places);
  if (type == "LineString")
    return read_lines(ordered_json::array({places}));
  if (type == "MultiLineString")
    return read_lines(places);
  if (type == "Polygon")
    return read_polygons(ordered_json::array({places}));
  if (type == "MultiPolygon")
    return read_polygons(places);
  throw bad_data{"a geometry of type " + type.dump() + " cannot be served"};
}

raw_row read_feature(const ordered_json& text, std::size_t number) {
  if (member(text, "type") != "Feature")
    throw bad_data{"it is no feature"};
  raw_row read;
  const ordered_json& id = member(text, "id");
  read.key = id.is_string() ? id.get<std::string>() : id.is_number() ? id.dump() : std::to_string(number);
  read.properties = member(text, "properties");
  if (read.properties.is_null())
    read.properties = ordered_json::object();
  if (!read.properties.is_object())
    throw bad_data{"its properties are no object"};
  read.shape = read_shape(member(text, "geometry"));
  return read;
}

/// An old member, which later readers ignore: whoever wrote it means something else than degrees.
void refuse_other_reference(const ordered_json& collection) {
  const ordered_json& name = member(member(member(collection, "crs"), "properties"), "name");
  if (!name.is_string())
    return;
  const auto text = name.get<std::string>();
  if (!text.ends_with("CRS84") && !text.ends_with("4326"))
    throw bad_data{"its coordinates are not WGS84 degrees, but " + text};
}

} // namespace

std::vector<raw_row> read_geojson(const std::filesystem::path& file) try {
  const ordered_json collection = ordered_json::parse(read_data_text(file));
  if (member(collection, "type") != "FeatureCollection")
    throw bad_data{file.string() + ": it is no FeatureCollection"};
  std::vector<raw_row> rows;
  try {
    refuse_other_reference(collection);
    for (const ordered_json& feature : list(member(collection, "features")))
      rows.push_back(read_feature(feature, rows.size() + 1));
  } catch (const bad_data& wrong) {
    throw bad_data{file.string() + ": /features/" + std::to_string(rows.size()) + ": " + wrong.what()};
  }
  return rows;
} catch (const ordered_json::exception& wrong) { // a number that nothing holds is no parse_error
  throw bad_data{file.string() + ": it is no JSON: " + wrong.what()};
}

geometry_type common_type(const std::vector<raw_row>& rows, const std::filesystem::path& file) {
  geometry_type common = geometry_type::none;
  const auto is_places = [](geometry_type type) {
    return type == geometry_type::point || type == geometry_type::multipoint;
  };
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const geometry_type type = rows[i].shape.type;
    if (type == geometry_type::none || type == common)
      continue;
    if (common != geometry_type::none && !(is_places(type) && is_places(common)))
      throw bad_data{
        file.string() + ": /features/" + std::to_string(i) + ": its geometry is of another kind than those before"};
    common = common == geometry_type::none ? type : geometry_type::multipoint;
  }
  return common;
}

} // namespace sandbox
