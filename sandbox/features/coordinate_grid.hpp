#pragma once

#include <string>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// A grid on which coordinates are whole numbers. ArcGIS REST API, Query, `quantizationParameters`.
struct coordinate_grid {
  bool lower_left = false; ///< y counts upwards from the origin; else downwards
  double cell = 1;         ///< edge, in units of the answer's reference
  point origin;
  bool merges = false; ///< vertices that share a cell with the one before are dropped, and parts that collapse

  /// The grid that PBF answers lie on where nobody asks for another: a tenth of a millimetre, or a billionth of a degree.
  static coordinate_grid fine(int wkid);
  /// `{mode, extent, originPosition, tolerance}`: `view` without tolerance means ten thousand cells over the extent,
  /// `edit` without it the fine grid.
  static outcome<coordinate_grid> read(const std::string& parameter, int wkid);

  /// The shape in cells. Heights stay as they are.
  geometry snapped(const geometry& shape) const;

private:
  double whole_cells(double distance) const;
};

} // namespace sandbox
