#pragma once

#include <string>

#include "sandbox/tiles/map_shapes.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// A tile of invented mountains under the real coasts, with grain: PNG (24 bit) that is quick to draw and hardly
/// shrinks. The same place has the same height in all tiles and levels.
std::string render_relief(const tiling_scheme& scheme, const tile_address& tile, const shape_level& land);

} // namespace sandbox
