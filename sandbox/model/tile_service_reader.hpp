#pragma once

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/tile_service_data.hpp"

namespace sandbox {

/// Reads a tile service. Throws `bad_data`.
tile_service_data read_tile_service(const data_place& source);

} // namespace sandbox
