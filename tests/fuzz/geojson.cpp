#include "proto/arcgis/geojson.hpp"

#include "tests/fuzz/targets.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace fuzz {
namespace {

bool is_in_degrees(const proto::point& at) { return std::abs(at.x) <= 180 && std::abs(at.y) <= 90; }

} // namespace

void geojson(const nlohmann::json& document) {
  const auto polygons = proto::read_geojson_polygons(document);
  if (!polygons)
    return require(!polygons.error().hint.empty(), "no reason is given");
  require(!polygons->empty(), "no polygon was read, and none missed");
  for (const auto& polygon : *polygons) {
    require(polygon.spatial_reference.wkid == 4326 && !polygon.rings.empty(), "a polygon has no reference or no ring");
    for (const auto& ring : polygon.rings) {
      require(ring.size() >= 4 && ring.front() == ring.back(), "a ring is open");
      require(std::ranges::all_of(ring, is_in_degrees), "a position is not on the globe");
    }
  }
}

} // namespace fuzz
