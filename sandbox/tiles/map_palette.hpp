#pragma once

#include <array>

#include "sandbox/model/tile_service_data.hpp"
#include "sandbox/tiles/canvas.hpp"

namespace sandbox {

/// How much of a county's own tint covers that of its state.
inline constexpr double county_share = 0.5;

/// The colours of a drawn map.
struct map_palette {
  colour water, deep_glow, shore_glow; ///< from the open sea to the coast
  colour graticule, coast, country_border, state_border, county_border;
  colour country_text, state_text, county_text, grid_text, halo;
  std::array<colour, 7> tints; ///< of countries and states; neighbours mostly differ
};

/// That of `map` or `night`; relief has none of its own.
const map_palette& palette_of(tile_look look);

} // namespace sandbox
