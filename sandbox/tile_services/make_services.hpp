#pragma once

#include "sandbox/service.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// Adds the tile services of the data. `shared` is borrowed for their life.
void add_tile_services(const world& shared, service_registry& into);

} // namespace sandbox
