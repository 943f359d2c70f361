#pragma once

#include <memory>
#include <string>

#include "sandbox/model/base_map.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// What `render_tile` gives, as services and packages name it: 24 bits a pixel.
inline constexpr const char* raster_format = "PNG24";

/// Draws the base map. Safe to be used from several threads at once.
class raster_map {
public:
  /// The base map is borrowed for the life of the object.
  explicit raster_map(const base_map& base);
  ~raster_map();

  /// PNG (24 bit) of 256 x 256 pixels. The tile must be one of the grid.
  std::string render_tile(const tile_address& tile) const;

private:
  struct content;
  std::unique_ptr<content> content_;
};

} // namespace sandbox
