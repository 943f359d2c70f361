#pragma once

#include <vector>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// Polygons whose coordinates are rounded to whole numbers and that are valid (no ring crosses itself or another)
/// nevertheless. Rings in and out as Esri JSON has them: outer rings clockwise (y upwards), each followed by its holes;
/// pieces that collapse are gone.
std::vector<path> on_whole_numbers(const std::vector<path>& rings);

} // namespace sandbox
