#pragma once

#include <memory>
#include <string>

#include "sandbox/model/base_map.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// Draws the base map in every raster scheme and look. Safe to be used from several threads at once.
class raster_map {
public:
  /// The base map is borrowed for the life of the object.
  explicit raster_map(const base_map& base);
  ~raster_map();

  /// PNG (24 bit) of the scheme's size. The tile must be one of the grid.
  std::string render_tile(const tiling_scheme& scheme, tile_look look, const tile_address& tile) const;
  /// PNG (24 bit) of a rectangle of web mercator, cut to the world; what has another shape than the picture grows to it.
  /// Nothing left of it = the whole world. Looks are map and night; others are drawn as map.
  std::string render_picture(const envelope& box, int width, int height, tile_look look) const;

private:
  struct content;
  std::unique_ptr<content> content_;
};

} // namespace sandbox
