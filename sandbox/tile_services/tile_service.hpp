#pragma once

#include <string_view>

#include "sandbox/service.hpp"
#include "sandbox/tile_services/export_jobs.hpp"

namespace sandbox {

/// A cached map or image service: root, `tile/<level>/<row>/<column>`, exportTiles, estimateExportTilesSize, jobs.
class tile_service : public service {
public:
  /// Both are borrowed for the life of the object.
  tile_service(const world& shared, const tile_service_data& data);

  http_response handle(const http_request& request, std::string_view below, const visitor& who) override;

private:
  nlohmann::json root() const;
  http_response tile(const std::vector<std::string>& parts) const;

  const world& shared_;
  const tile_service_data& data_;
  export_jobs exports_;
};

/// `tile/<level>/<row>/<column>` in a grid; an extension of the last part is left out of account.
std::optional<tile_address> read_tile_address(const std::vector<std::string>& parts, const tiling_scheme& scheme);

} // namespace sandbox
