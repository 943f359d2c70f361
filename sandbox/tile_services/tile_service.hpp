#pragma once

#include <string_view>

#include "sandbox/tile_services/export_jobs.hpp"

namespace sandbox {

/// Which of the two kinds of raster services. They show the same tiles.
enum class raster_kind { map, image };

/// A cached map or image service: root, `tile/<level>/<row>/<column>`, exportTiles, estimateExportTilesSize, jobs.
class tile_service {
public:
  tile_service(const world& shared, raster_kind kind);

  /// `below` is what follows `MapServer/` or `ImageServer/`.
  http_response handle(const http_request& request, std::string_view below);

private:
  nlohmann::json root() const;
  http_response tile(const std::vector<std::string>& parts) const;

  const world& shared_;
  raster_kind kind_;
  export_jobs exports_;
};

/// `tile/<level>/<row>/<column>` in a grid; an extension of the last part is left out of account.
std::optional<tile_address> read_tile_address(const std::vector<std::string>& parts, const tiling_scheme& scheme);

} // namespace sandbox
