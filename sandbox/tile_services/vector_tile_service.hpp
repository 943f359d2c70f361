#pragma once

#include <string_view>

#include "sandbox/tile_services/export_jobs.hpp"

namespace sandbox {

/// `.../Boundaries/VectorTileServer`: root, `tile/<level>/<row>/<column>.pbf`, resources, exportTiles, jobs.
class vector_tile_service {
public:
  explicit vector_tile_service(const world& shared);

  /// `below` is what follows `VectorTileServer/`.
  http_response handle(const http_request& request, std::string_view below);

private:
  nlohmann::json root() const;
  http_response tile(const std::vector<std::string>& parts) const;
  http_response resource(const http_request& request, std::string_view below) const;

  const world& shared_;
  export_jobs exports_;
};

} // namespace sandbox
