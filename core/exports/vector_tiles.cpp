#include "core/exports/vector_tiles.hpp"

#include <numeric>

namespace core {

check_request vector_tiles::checks(const proto::layer_record& record) const {
  const auto& task = std::get<proto::vector_tiles_task>(record.task);
  check_request check;
  check.kind = proto::export_kind::vector_tiles;
  check.wkid = task.wkid;
  check.tile_size = 512;
  check.levels.resize(static_cast<std::size_t>(task.request.max_level) + 1);
  std::iota(check.levels.begin(), check.levels.end(), 0);
  return check;
}

std::vector<std::pair<std::string, std::string>> vector_tiles::form(const proto::layer_record& record) const {
  return proto::to_form(std::get<proto::vector_tiles_task>(record.task).request);
}

} // namespace core
