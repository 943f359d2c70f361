#pragma once

#include <memory>
#include <string>

#include "sandbox/model/base_map.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// Cuts the base map into vector tiles. Safe to be used from several threads at once.
class vector_map {
public:
  /// The base map is borrowed for the life of the object.
  explicit vector_map(const base_map& base);
  ~vector_map();

  /// Mapbox Vector Tile 2.1 of extent 4096, gzip. Layers countries, states (from level 3), counties (from level 6),
  /// labels; a layer without features is left out. Empty text where the tile has none at all (a service answers 404).
  std::string render_tile(const tile_address& tile) const;

private:
  struct content;
  std::unique_ptr<content> content_;
};

} // namespace sandbox
