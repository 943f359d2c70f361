#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/service.hpp"
#include "sandbox/tile_services/export_jobs.hpp"
#include "sandbox/tile_services/recent_tiles.hpp"
#include "sandbox/tiles/raster_package.hpp"

namespace sandbox {

/// A map or image service with a cache: root, `tile/<level>/<row>/<column>`, tilemap, exportTiles,
/// estimateExportTilesSize, jobs. A dynamic one has `export` instead.
class tile_service : public service {
public:
  /// Both are borrowed for the life of the object.
  tile_service(const world& shared, const tile_service_data& data);

  http_response handle(const http_request& request, std::string_view below, const visitor& who) override;

private:
  http_response tile(const std::vector<std::string>& parts);
  std::int64_t bytes_of(const export_order& order) const;
  outcome<std::string> write(const std::filesystem::path& file, const export_order& order,
    const package_request& wanted, const package_progress& progress) const;

  const world& shared_;
  const tile_service_data& data_;
  tile_coverage coverage_;
  raster_tiles tiles_;
  recent_tiles recent_;
  export_jobs exports_;
};

/// `tile/<level>/<row>/<column>` of a cache; an extension of the last part is left out of account.
std::optional<tile_address> read_tile_address(const std::vector<std::string>& parts, const tile_coverage& coverage);

/// `tilemap/<level>/<row>/<column>/<width>/<height>`: which tiles there are. At most a bundle's worth is told at once,
/// `location` says of which.
http_response tilemap_answer(const http_request& request, const std::vector<std::string>& parts, int last_level,
  const std::function<bool(const tile_address&)>& is_there);

} // namespace sandbox
