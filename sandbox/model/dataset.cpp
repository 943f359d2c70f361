#include "sandbox/model/dataset.hpp"

#include <algorithm>

namespace sandbox {

const service_data* dataset::find_service(std::string_view wanted) const {
  const auto found =
    std::find_if(services.begin(), services.end(), [&](const service_data& one) { return one.name == wanted; });
  return found == services.end() ? nullptr : &*found;
}

const tile_service_data* dataset::find_tiles(std::string_view wanted) const {
  const auto found =
    std::find_if(tiles.begin(), tiles.end(), [&](const tile_service_data& one) { return one.path() == wanted; });
  return found == tiles.end() ? nullptr : &*found;
}

} // namespace sandbox
