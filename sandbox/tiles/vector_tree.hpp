#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/tiles/map_labels.hpp"
#include "sandbox/tiles/map_shapes.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

/// Which tiles an indexed vector cache has. It ends early where deeper tiles would show nothing new: a leaf is drawn at
/// all finer levels too.
class vector_tree {
public:
  enum class node { none, leaf, inner };

  /// `is_empty` is asked about tiles with next to nothing in them.
  vector_tree(const map_shapes& shapes, const map_labels& labels, int last_level,
    const std::function<bool(const tile_address&)>& is_empty);

  /// None for what lies below a leaf.
  node at(const tile_address& tile) const;
  /// `{"index": ...}`: the children of 0/0/0 as north-west, north-east, south-west, south-east; 0 = nothing, 1 = a leaf,
  /// a list of four = a tile and its children.
  nlohmann::json index() const;

private:
  struct builder;
  std::map<std::tuple<int, std::int64_t, std::int64_t>, node> nodes_; ///< level, row, column
};

/// The same for the tiles of a package.
nlohmann::json index_of(const std::set<std::tuple<int, std::int64_t, std::int64_t>>& tiles);

} // namespace sandbox
