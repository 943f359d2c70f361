#pragma once

#include "proto/arcgis/geometry.hpp"

#include <array>
#include <memory>
#include <string>

namespace core {

/// Whether an area lies across the 180th meridian, where no service can answer
/// for both sides. A failure if its reference is not known.
proto::result<bool> crosses_dateline(const proto::area& a);

/// The area in another reference, x (east) first whatever the reference's own
/// axis order. An envelope stays an envelope (the box of its densified edges), a
/// polygon gets more vertices along long edges. Unchanged if the references are
/// the same. Latitudes that a Mercator map cannot show are cut off.
proto::result<proto::area> project(const proto::area& a, const proto::spatial_reference& to);

/// As `project`, with nothing added: an envelope stays one only where its image is
/// one, within 1e-9 of its size, and becomes a polygon elsewhere.
proto::result<proto::area> project_exactly(const proto::area& a, const proto::spatial_reference& to);

/// WGS84 degrees: xmin, ymin, xmax, ymax.
proto::result<std::array<double, 4>> wgs84_extent(const proto::area& a);

/// The name inside the reference's WKT, underscores for blanks, as mobile map
/// packages write it (WGS_1984_Web_Mercator_Auxiliary_Sphere); empty if unknown.
std::string reference_name(const proto::spatial_reference& sr);

/// Whether two boxes of one reference have a point in common.
bool boxes_meet(const proto::envelope& a, const proto::envelope& b);

/// Whether an area and a box of its reference have a point in common; a polygon's
/// holes and bays are none of it.
bool meets(const proto::area& a, const proto::envelope& box);

/// What a rectangle has to do with a polygon.
enum class coverage { outside, partly, inside };

/// A polygon, prepared for many questions. Rings that cross themselves are
/// mended; a polygon that cannot be is answered by its box.
class polygon_cover {
public:
  explicit polygon_cover(const proto::polygon& shape);
  ~polygon_cover();
  polygon_cover(polygon_cover&&) noexcept;
  polygon_cover& operator=(polygon_cover&&) noexcept;

  /// The box is in the polygon's reference.
  coverage of(double xmin, double ymin, double xmax, double ymax) const;

private:
  struct shape;
  std::unique_ptr<shape> shape_;
};

} // namespace core
