#pragma once

#include <string_view>

#include "sandbox/service.hpp"
#include "sandbox/tile_services/export_jobs.hpp"

namespace sandbox {

/// `.../Boundaries/VectorTileServer`: root, `tile/<level>/<row>/<column>.pbf`, resources, exportTiles, jobs.
class vector_tile_service : public service {
public:
  /// Both are borrowed for the life of the object.
  vector_tile_service(const world& shared, const tile_service_data& data);

  http_response handle(const http_request& request, std::string_view below, const visitor& who) override;

private:
  nlohmann::json root() const;
  http_response tile(const std::vector<std::string>& parts) const;
  http_response resource(const http_request& request, std::string_view below) const;

  const world& shared_;
  const tile_service_data& data_;
  export_jobs exports_;
};

} // namespace sandbox
