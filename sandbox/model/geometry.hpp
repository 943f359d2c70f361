#pragma once

#include <limits>
#include <vector>

namespace sandbox {

/// Well-known ids of the two references that everything here is made for.
inline constexpr int wgs84 = 4326;        ///< degrees
inline constexpr int web_mercator = 3857; ///< metres; 102100 and 102113 mean the same

/// x is the longitude or easting and y the latitude or northing, whatever order an authority prefers.
struct point {
  double x{};
  double y{};
  friend bool operator==(const point&, const point&) = default;
};

/// Closed on all sides. A new one is empty and grows by `include`.
struct envelope {
  double min_x = std::numeric_limits<double>::infinity();
  double min_y = std::numeric_limits<double>::infinity();
  double max_x = -std::numeric_limits<double>::infinity();
  double max_y = -std::numeric_limits<double>::infinity();

  bool empty() const { return min_x > max_x || min_y > max_y; }
  void include(point p);
  void include(const envelope& other);
  bool intersects(const envelope& other) const;
  friend bool operator==(const envelope&, const envelope&) = default;
};

enum class geometry_type { none, point, multipoint, polyline, polygon };

/// `esriGeometryPoint` ...; empty for none.
const char* esri_name(geometry_type type);

using path = std::vector<point>;

/// A point has one part of one vertex, a multipoint one part. The parts of a polygon are closed rings as Esri JSON has
/// them: outer rings clockwise, each followed by its holes, which run counter-clockwise. Without parts it is null.
struct geometry {
  geometry_type type = geometry_type::none;
  std::vector<path> parts;
  std::vector<std::vector<double>> heights{}; ///< metres: empty, or one for each vertex of each part

  bool empty() const { return parts.empty(); }
  envelope extent() const;
  friend bool operator==(const geometry&, const geometry&) = default;
};

/// What somebody asks for: a polygon (an envelope is one ring) and the reference of its coordinates.
struct area {
  std::vector<path> rings;
  int wkid = wgs84;

  envelope extent() const;
};

/// The rectangle as an area.
area make_area(const envelope& box, int wkid);

/// Twice the signed area of a closed ring: positive when it runs counter-clockwise (y upwards).
double doubled_area(const path& ring);

} // namespace sandbox
