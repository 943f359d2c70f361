#pragma once

#include <optional>
#include <string>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// What somebody asks for, of any kind, and the reference of its coordinates. An envelope is a polygon of one ring.
struct placed_geometry {
  geometry shape;
  int wkid = wgs84;
};

/// A `geometry` parameter whose kind is told by `geometryType` (`esriGeometryEnvelope` where that is empty): Esri JSON,
/// or `x,y` of a point, or `xmin,ymin,xmax,ymax` of an envelope. `default_wkid` holds where the text names none. Rings
/// are closed if they are not. A problem if the text is of another kind or has no coordinates.
/// ArcGIS REST API, Query (Feature Service/Layer), `geometry`.
outcome<placed_geometry> read_geometry(const std::string& text, const std::string& kind, int default_wkid);

/// In another reference. Edges of polygons are divided first where they would bend (see `project(area)`).
outcome<placed_geometry> project(const placed_geometry& asked, int to);

} // namespace sandbox
