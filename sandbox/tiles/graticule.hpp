#pragma once

#include <string>
#include <vector>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// The lines of a grid of degrees.
struct graticule {
  std::vector<double> longitudes, latitudes;
};

/// Those that cross a rectangle of a map or are next to it, as far apart as suits a level of detail (of the 256 pixel
/// web mercator grid). The box in the reference `wkid`, 3857 or 4326.
graticule graticule_near(const envelope& box, int wkid, int detail);

/// `38°30′N`
std::string latitude_name(double angle);
/// `109°15′W`
std::string longitude_name(double angle);

} // namespace sandbox
