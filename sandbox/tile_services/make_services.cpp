#include "sandbox/tile_services/make_services.hpp"

#include "sandbox/tile_services/tile_service.hpp"
#include "sandbox/tile_services/vector_tile_service.hpp"

namespace sandbox {

void add_tile_services(const world& shared, service_registry& into) {
  for (const tile_service_data& data : shared.data.tiles) {
    if (data.kind == tile_kind::vector) {
      into.add(data.server, data.path(), std::make_unique<vector_tile_service>(shared, data));
    } else {
      into.add(data.server, data.path(), std::make_unique<tile_service>(shared, data));
    }
  }
}

} // namespace sandbox
