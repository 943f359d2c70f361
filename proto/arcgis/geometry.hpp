#pragma once

#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <variant>
#include <vector>

namespace proto {

/// A spatial reference as the REST API writes it. `wkid` 0 with an empty `wkt`
/// means that none was given. 102100 and 3857 are one reference (`same`).
struct spatial_reference {
  int wkid = 0;
  int latest_wkid = 0; ///< 0 = not given
  std::string wkt{};   ///< only where there is no wkid

  bool given() const { return wkid != 0 || !wkt.empty(); }
  /// The number PROJ knows: latestWkid if given, else wkid (102100 → 3857).
  int epsg() const;
  bool operator==(const spatial_reference&) const = default;
};
bool same(const spatial_reference& a, const spatial_reference& b);

/// x is longitude or easting, y latitude or northing, whatever the reference's
/// own axis order (as everywhere in the REST API).
struct point {
  double x = 0;
  double y = 0;
  bool operator==(const point&) const = default;
};

struct envelope {
  double xmin = 0;
  double ymin = 0;
  double xmax = 0;
  double ymax = 0;
  proto::spatial_reference spatial_reference;
  bool operator==(const envelope&) const = default;
};

/// Rings are closed; outer rings clockwise, holes counter-clockwise (Esri JSON).
struct polygon {
  std::vector<std::vector<point>> rings;
  proto::spatial_reference spatial_reference;
  bool operator==(const polygon&) const = default;
};

/// An area of interest.
using area = std::variant<envelope, polygon>;

const spatial_reference& reference_of(const area& a);
envelope box_of(const area& a);

/// Esri JSON. Reading refuses what is not finite, empty, inside out or
/// without a spatial reference, naming the element.
nlohmann::json to_json(const spatial_reference& sr);
nlohmann::json to_json(const envelope& e);
nlohmann::json to_json(const polygon& p);
nlohmann::json to_json(const area& a);
result<spatial_reference> read_spatial_reference(const nlohmann::json& json);
result<envelope> read_envelope(const nlohmann::json& json);
result<area> read_area(const nlohmann::json& json);

} // namespace proto
