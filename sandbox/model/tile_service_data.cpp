#include "sandbox/model/tile_service_data.hpp"

namespace sandbox {

const char* server_word(tile_kind kind) {
  switch (kind) {
  case tile_kind::map: return "MapServer";
  case tile_kind::image: return "ImageServer";
  case tile_kind::vector: break;
  }
  return "VectorTileServer";
}

const char* item_type_of(tile_kind kind) {
  switch (kind) {
  case tile_kind::map: return "Map Service";
  case tile_kind::image: return "Image Service";
  case tile_kind::vector: break;
  }
  return "Vector Tile Service";
}

std::string tile_service_data::path() const { return name + "/" + server_word(kind); }

} // namespace sandbox
