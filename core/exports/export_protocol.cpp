#include "core/exports/feature_sync.hpp"
#include "core/exports/raster_tiles.hpp"
#include "core/exports/vector_tiles.hpp"

namespace core {

const export_protocol& protocol_of(proto::export_kind kind) {
  static const feature_sync features;
  static const raster_tiles raster;
  static const vector_tiles vector;
  switch (kind) {
  case proto::export_kind::raster_tiles: return raster;
  case proto::export_kind::vector_tiles: return vector;
  case proto::export_kind::feature_sync: break;
  }
  return features;
}

} // namespace core
