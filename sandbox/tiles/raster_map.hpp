#pragma once

#include <memory>
#include <string>

#include "sandbox/model/base_map.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// What a picture shows of a box in web mercator: the box grown about its middle to the picture's shape, and to pixels
/// of a metre if they would be smaller. Sides in pixels.
envelope picture_extent(const envelope& box, int width, int height);

/// Draws the base map in every raster scheme and look. Safe to be used from several threads at once.
class raster_map {
public:
  /// The base map is borrowed for the life of the object.
  explicit raster_map(const base_map& base);
  ~raster_map();

  /// PNG (24 bit) of the scheme's size. The tile must be one of the grid.
  std::string render_tile(const tiling_scheme& scheme, tile_look look, const tile_address& tile) const;
  /// PNG (24 bit) of exactly that rectangle of web mercator, which has the picture's shape (see `picture_extent`); beyond
  /// the world is water. Looks are map and night; others are drawn as map.
  std::string render_picture(const envelope& shown, int width, int height, tile_look look) const;
  /// The same of a box that is cut to the world first; nothing left of it = the whole world.
  std::string render_thumbnail(const envelope& box, int width, int height, tile_look look) const;

private:
  struct content;
  std::unique_ptr<content> content_;
};

} // namespace sandbox
