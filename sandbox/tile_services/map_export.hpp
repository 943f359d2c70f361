#pragma once

#include <string>

#include "sandbox/http/http_message.hpp"
#include "sandbox/tiles/raster_map.hpp"

namespace sandbox {

/// Export Map (ArcGIS REST API) of a map service that draws on demand: bbox, bboxSR, imageSR (web mercator only), size,
/// format (any PNG), layers (the one there is), f=image or json, whose `extent` is what the picture shows: the box grown
/// to its shape. What it cannot do it refuses by name. `address` is that of the operation.
http_response export_map(
  const http_request& request, const raster_map& map, tile_look look, const std::string& address);

} // namespace sandbox
