#include "proto/arcgis/geojson.hpp"

#include "proto/arcgis/members.hpp"

#include <cmath>

namespace proto {
namespace {

constexpr int wgs84 = 4326;

std::string numbered(const std::string& name, std::size_t i) { return name + "[" + std::to_string(i) + "]"; }
std::string inside(const std::string& name, const char* member) { return name.empty() ? member : name + "." + member; }

/// Collects polygons until the first thing that is wrong.
class polygon_collector {
public:
  std::optional<failure> failed;
  std::vector<polygon> polygons;

  void document(const nlohmann::json& json) {
    // Before RFC 7946 files could name another reference; read as degrees they would lie elsewhere.
    if (const auto* crs = member(json, "crs"); crs && !is_wgs84(*crs))
      return fail("crs", "must be WGS84, the only reference of GeoJSON (RFC 7946, section 4)");
    const auto type = text_in(json, "type");
    if (type == "FeatureCollection")
      each(json, "features", "", [&](const auto& one, const auto& name) { feature(one, name); });
    else if (type == "Feature")
      feature(json, "");
    else
      geometry(json, "");
    if (!failed && polygons.empty())
      fail("", "has no polygon");
  }

private:
  static bool is_wgs84(const nlohmann::json& crs) {
    const auto* properties = member(crs, "properties");
    const auto name = properties ? text_in(*properties, "name") : std::string{};
    return name.ends_with("CRS84") || name.ends_with(":4326");
  }

  void fail(std::string element, std::string why) {
    if (!failed)
      failed = failure{.code = failure_code::invalid_request,
        .during = "reading GeoJSON",
        .subject = std::move(element),
        .hint = std::move(why)};
  }

  template <class Each>
  void each(const nlohmann::json& json, const char* name, const std::string& path, Each take) {
    const auto* list = member(json, name);
    const auto element = inside(path, name);
    if (!list || !list->is_array())
      return fail(element, "must be a list");
    for (std::size_t i = 0; i < list->size() && !failed; ++i)
      take((*list)[i], numbered(element, i));
  }

  void feature(const nlohmann::json& json, const std::string& path) {
    const auto* shape = member(json, "geometry");
    if (!shape)
      return fail(inside(path, "geometry"), "is missing");
    geometry(*shape, inside(path, "geometry"));
  }

  void geometry(const nlohmann::json& json, const std::string& path) {
    if (text_in(json, "type") == "GeometryCollection")
      return each(json, "geometries", path, [&](const auto& one, const auto& name) { shape(one, name); });
    shape(json, path);
  }

  void shape(const nlohmann::json& json, const std::string& path) {
    const auto type = text_in(json, "type");
    if (type == "MultiPolygon")
      return each(json, "coordinates", path, [&](const auto& one, const auto& name) { polygon_of(one, name); });
    if (type != "Polygon")
      return fail(inside(path, "type"), "must be Polygon or MultiPolygon: only they have an area");
    const auto* coordinates = member(json, "coordinates");
    polygon_of(coordinates ? *coordinates : nlohmann::json{}, inside(path, "coordinates"));
  }

  void polygon_of(const nlohmann::json& json, const std::string& path) {
    if (!json.is_array() || json.empty())
      return fail(path, "must be a list of rings");
    polygon read;
    read.spatial_reference.wkid = wgs84;
    for (std::size_t i = 0; i < json.size() && !failed; ++i)
      read.rings.push_back(ring(json[i], numbered(path, i)));
    polygons.push_back(std::move(read));
  }

  std::vector<point> ring(const nlohmann::json& json, const std::string& path) {
    std::vector<point> points;
    for (std::size_t i = 0; json.is_array() && i < json.size() && !failed; ++i)
      points.push_back(position(json[i], numbered(path, i)));
    if (!failed && points.size() < 4)
      fail(path, "must have four positions at least");
    else if (!failed && points.front() != points.back())
      fail(path, "must end where it begins");
    return points;
  }

  point position(const nlohmann::json& json, const std::string& path) {
    const bool has_both = json.is_array() && json.size() >= 2 && json[0].is_number() && json[1].is_number();
    const auto x = has_both ? number_of(json[0]) : std::nullopt;
    const auto y = x ? number_of(json[1]) : std::nullopt;
    if (!y || std::abs(*x) > 180 || std::abs(*y) > 90)
      fail(path, "must be a longitude and a latitude in degrees");
    return y ? point{*x, *y} : point{};
  }
};

} // namespace

result<std::vector<polygon>> read_geojson_polygons(const nlohmann::json& json) {
  polygon_collector collector;
  collector.document(json);
  if (collector.failed)
    return std::move(*collector.failed);
  return std::move(collector.polygons);
}

} // namespace proto
