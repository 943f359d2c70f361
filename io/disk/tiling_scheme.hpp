#pragma once

#include "io/disk/zip_archive.hpp"
#include "proto/arcgis/geometry.hpp"
#include "proto/result.hpp"

#include <cstddef>
#include <optional>
#include <set>
#include <string>

namespace io {

/// How a package stores its tiles.
enum class tile_storage { compact_1, compact_2, exploded };

/// The description inside a tile package: root.json of a .tpkx or .vtpk, conf.xml of a .tpk.
struct tiling_scheme {
  std::string extension;   ///< tpkx, tpk, vtpk
  std::string tile_folder; ///< prefix of the tiles' entries, with a slash at its end
  std::string root_folder; ///< prefix of the description, empty or with a slash
  tile_storage storage = tile_storage::compact_2;
  std::set<int> levels; ///< ids of the levels of detail
  int wkid = 0;         ///< 0 = none stated
  int latest_wkid = 0;
  int tile_size = 0;                     ///< pixels
  std::optional<proto::envelope> extent; ///< as the description says, not what the tiles cover
  std::string tilemap;                   ///< vtpk: entry of the tilemap if the description names one
};

/// Finds and reads the description. A failure is `damaged` unless the disk refused.
proto::result<tiling_scheme> read_tiling_scheme(zip_archive& archive);

} // namespace io
