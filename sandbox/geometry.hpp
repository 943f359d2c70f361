#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/outcome.hpp"

namespace sandbox {

/// Well-known ids of the two references that everything here is made for.
inline constexpr int wgs84 = 4326;         ///< degrees
inline constexpr int web_mercator = 3857;  ///< metres; 102100 and 102113 mean the same

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

enum class geometry_type { none, point, polyline, polygon };

using path = std::vector<point>;

/// A point has one part of one vertex. The parts of a polygon are closed rings as Esri JSON has them: outer
/// rings clockwise, holes counter-clockwise, every hole somewhere behind the ring that it lies in.
struct geometry {
    geometry_type type = geometry_type::none;
    std::vector<path> parts;

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

/// 102100 and 102113 become 3857; all others stay.
int canonical_wkid(int wkid);

/// Whether PROJ or we ourselves know this reference.
bool known_wkid(int wkid);

/// Vertices are carried over one by one; edges stay straight between them, as servers do it. Edges are divided
/// first if a reference other than 4326 and 3857 takes part. Latitudes are cut at +-85.06 on the way to 3857.
/// A problem if a reference is unknown or a coordinate cannot be carried over.
outcome<point> project(point p, int from, int to);
outcome<geometry> project(const geometry& shape, int from, int to);
outcome<area> project(const area& asked, int to);

/// Answers many questions about one area. Touching is intersecting. All coordinates in the area's reference.
/// Not to be shared between threads; cheap to make.
class area_filter {
public:
    explicit area_filter(const area& asked);
    ~area_filter();
    area_filter(area_filter&&) noexcept;
    area_filter& operator=(area_filter&&) noexcept;

    bool intersects(const geometry& shape) const;
    bool intersects(const envelope& box) const;

private:
    struct content;
    std::unique_ptr<content> content_;
};

/// Esri JSON without `spatialReference`: `{x,y}`, `{paths}`, `{rings}`. ArcGIS REST API, geometry objects.
nlohmann::json to_esri_json(const geometry& shape);
/// The same with `spatialReference {wkid, latestWkid}` (3857 is written as 102100 with 3857 beside it).
nlohmann::json to_esri_json(const geometry& shape, int wkid);
nlohmann::json to_esri_json(const envelope& box, int wkid);
nlohmann::json spatial_reference_json(int wkid);

/// `spatialReference` {wkid, latestWkid}, or a bare number; nothing if there is no usable id.
std::optional<int> read_wkid(const nlohmann::json& reference);

/// An area from Esri JSON: envelope {xmin..}, polygon {rings}, or a feature set whose polygons are joined.
/// `default_wkid` holds where the JSON names none. Rings are closed if they are not.
outcome<area> read_area(const nlohmann::json& text, int default_wkid);

/// An area from a request parameter: Esri JSON text, or `xmin,ymin,xmax,ymax`.
outcome<area> read_area(const std::string& parameter, int default_wkid);

}  // namespace sandbox
