#pragma once

#include <optional>
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
  std::vector<item_data> items; ///< those that are no service's own, by their files' names, web maps first

  /// By the name in addresses, `Field`; nullptr if there is none.
  const service_data* find_service(std::string_view name) const;
  /// By the path, `Basemap/MapServer`; nullptr if there is none.
  const tile_service_data* find_tiles(std::string_view path) const;
  /// Which server a service of either kind is on, by its path; nothing if there is none.
  std::optional<server_role> server_of(std::string_view path) const;
  /// Whether an item of its own or that of a service bears this title.
  bool has_item(std::string_view title) const;
};

} // namespace sandbox
