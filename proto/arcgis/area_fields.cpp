#include "proto/arcgis/area_fields.hpp"

#include <nlohmann/json.hpp>

namespace proto {

std::string reference_text(const spatial_reference& sr) {
  return sr.wkid != 0 ? std::to_string(sr.wkid) : to_json(sr).dump();
}

std::vector<std::pair<std::string, std::string>> area_fields(const area& a) {
  auto geometry = to_json(a);
  geometry.erase("spatialReference"); // given as inSR
  const bool is_box = std::holds_alternative<envelope>(a);
  return {{"geometry", geometry.dump()}, {"geometryType", is_box ? "esriGeometryEnvelope" : "esriGeometryPolygon"},
    {"inSR", reference_text(reference_of(a))}};
}

} // namespace proto
