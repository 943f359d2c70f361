#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

using mvt_value = std::variant<std::string, std::int64_t, double>;
using mvt_attributes = std::vector<std::pair<std::string, mvt_value>>;

/// One layer of a Mapbox Vector Tile (specification 2.1), for one tile.
class mvt_layer {
public:
  static constexpr int extent = 4096; ///< units along each side of a tile
  static constexpr int buffer = 80;   ///< units that shapes reach beyond it

  /// `tile` in web mercator.
  mvt_layer(std::string name, const envelope& tile);

  /// Rings as Esri JSON has them. Left out if nothing of it is in or near the tile.
  void add_polygon(std::uint64_t id, const std::vector<path>& rings, const mvt_attributes& attributes);
  /// Left out if it is not in the tile itself: a place is in one tile only.
  void add_point(std::uint64_t id, point place, const mvt_attributes& attributes);

  bool empty() const { return features_.empty(); }
  /// The layer as a field of the tile.
  void append_to(std::string& tile) const;

private:
  /// In units of the tile, but with y upwards (0 at its upper edge, negative below).
  point in_units(point p) const;
  void add_feature(
    std::uint64_t id, int type, const std::vector<std::uint32_t>& commands, const mvt_attributes& attributes);
  std::uint32_t key_index(const std::string& key);
  std::uint32_t value_index(const mvt_value& value);

  std::string name_;
  envelope tile_;
  envelope clip_;
  std::vector<std::string> keys_;
  std::vector<mvt_value> values_;
  std::vector<std::string> features_; ///< encoded
};

} // namespace sandbox
