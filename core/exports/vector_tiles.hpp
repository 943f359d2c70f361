#pragma once

#include "core/exports/tile_export.hpp"

namespace core {

/// Tile packages of a vector tile service.
class vector_tiles : public tile_export {
public:
  check_request checks(const proto::layer_record& record) const override;

protected:
  std::vector<std::pair<std::string, std::string>> form(const proto::layer_record& record) const override;
};

} // namespace core
