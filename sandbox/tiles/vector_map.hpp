#pragma once

#include <memory>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/model/base_map.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// Cuts the base map into vector tiles of 512 pixels. Safe to be used from several threads at once.
class vector_map {
public:
  /// The base map is borrowed for the life of the object. An indexed map has gaps, see `vector_tree`; its tree is made
  /// when it is first asked for.
  vector_map(const base_map& base, int last_level, bool indexed);
  ~vector_map();

  /// Mapbox Vector Tile 2.1 of extent 4096, gzip. Layers countries, states (from level 3), counties (from level 6),
  /// labels; a layer without features is left out. Empty text where there is no tile (a service answers 404).
  std::string render_tile(const tile_address& tile) const;

  bool is_indexed() const;
  /// Quickly; what is not indexed may still turn out to be empty.
  bool may_have(const tile_address& tile) const;
  /// Of an indexed map: its tilemap.
  const nlohmann::json& index() const;
  int last_level() const;

private:
  struct content;
  std::unique_ptr<content> content_;
};

} // namespace sandbox
