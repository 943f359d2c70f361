#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// How a reference's coordinates become whole numbers: (world - origin) x units. Heights have a scale of their own.
struct storage_grid {
  int srid = web_mercator;
  double false_x = 0;
  double false_y = 0;
  double units = 1;
  double false_z = -100000;
  double z_units = 10000;
};

/// The grids that mobile geodatabases take for granted for 3857 and 4326; none for other references.
std::optional<storage_grid> standard_grid(int wkid);

/// A geometry as ST_Geometry of a mobile geodatabase stores it (SQLite form).
struct encoded_shape {
  std::string bytes;
  envelope extent; ///< of what is stored, hence on the grid; empty for an empty geometry
};

/// Rings are turned around: outer rings run counter-clockwise there. Vertices of a line or ring that fall together
/// become one, rings that collapse are left out. Coordinates must lie right of and above the grid's origin. `with_z`:
/// heights are stored, 0 for vertices that have none.
encoded_shape encode_shape(const geometry& shape, const storage_grid& grid, bool with_z = false);

/// Appends a signed number: sign and magnitude, six bits, then seven at a time, the least significant first.
void append_signed(std::string& bytes, std::int64_t number);

} // namespace sandbox
