#pragma once

#include <vector>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// 102100 and 102113 become 3857; all others stay.
int canonical_wkid(int wkid);

/// Whether PROJ or we ourselves know this reference.
bool known_wkid(int wkid);

/// Whether its coordinates are angles. False for a reference that nobody knows.
bool is_geographic(int wkid);

/// Vertices are carried over one by one; edges stay straight between them, as servers do it. Only the edges of an
/// area are divided first if a reference other than 4326 and 3857 takes part: it means the place, not the vertices.
/// Latitudes are cut at +-85.06 on the way to 3857. A problem if a reference is unknown or a coordinate cannot be
/// carried over.
outcome<point> project(point p, int from, int to);
outcome<geometry> project(const geometry& shape, int from, int to);
/// Many at once: finding the way costs more than going it. One that cannot be carried over becomes a null shape, as it
/// must not cost the others their answer.
outcome<std::vector<geometry>> project(std::vector<geometry> shapes, int from, int to);
outcome<area> project(const area& asked, int to);

} // namespace sandbox
