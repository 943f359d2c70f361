#pragma once

#include <string>

#include "sandbox/model/tile_service_data.hpp"

namespace sandbox {

/// The symbols of a vector style: `sprite.json` and `sprite.png`.
struct sprite_sheet {
  std::string index;   ///< `{name: {x, y, width, height, pixelRatio, sdf}}`
  std::string picture; ///< PNG
};

/// `ratio` 2 is the sheet for fine screens, `sprite@2x`.
sprite_sheet draw_sprites(tile_look look, int ratio);

} // namespace sandbox
