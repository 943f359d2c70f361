#pragma once

#include <string_view>
#include <vector>

#include "sandbox/model/base_map.hpp"
#include "sandbox/model/item_data.hpp"
#include "sandbox/model/service_data.hpp"
#include "sandbox/model/tile_service_data.hpp"

namespace sandbox {

/// Everything that is served. It does not change while it is.
struct dataset {
  base_map base;
  std::vector<service_data> services;
  std::vector<tile_service_data> tiles;
  std::vector<item_data> items; ///< the first web map is the one that the program names first

  /// By the name in addresses, `Field`; nullptr if there is none.
  const service_data* find_service(std::string_view name) const;
  /// By the path, `Basemap/MapServer`; nullptr if there is none.
  const tile_service_data* find_tiles(std::string_view path) const;
};

} // namespace sandbox
