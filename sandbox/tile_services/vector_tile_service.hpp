#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/service.hpp"
#include "sandbox/tile_services/export_jobs.hpp"
#include "sandbox/tile_services/recent_tiles.hpp"
#include "sandbox/tiles/vector_package.hpp"

namespace sandbox {

/// A vector tile service: root, `tile/<level>/<row>/<column>.pbf`, tilemap, resources, exportTiles, jobs.
class vector_tile_service : public service {
public:
  /// Both are borrowed for the life of the object.
  vector_tile_service(const world& shared, const tile_service_data& data);

  http_response handle(const http_request& request, std::string_view below, const visitor& who) override;

private:
  http_response tile(const std::vector<std::string>& parts);
  http_response resource(const http_request& request, std::string_view below) const;
  std::function<bool(const tile_address&)> gaps() const;

  const world& shared_;
  const tile_service_data& data_;
  tile_coverage coverage_;
  vector_map map_;
  recent_tiles recent_;
  vector_resources resources_;
  export_jobs exports_;
};

} // namespace sandbox
