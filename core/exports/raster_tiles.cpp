#include "core/exports/raster_tiles.hpp"

namespace core {

check_request raster_tiles::checks(const proto::layer_record& record) const {
  const auto& task = std::get<proto::raster_tiles_task>(record.task);
  check_request check;
  check.kind = proto::export_kind::raster_tiles;
  check.wkid = task.wkid;
  check.tile_size = task.tile_size;
  check.levels = task.request.levels;
  return check;
}

std::vector<std::pair<std::string, std::string>> raster_tiles::form(const proto::layer_record& record) const {
  return proto::to_form(std::get<proto::raster_tiles_task>(record.task).request);
}

} // namespace core
