#pragma once

#include "io/disk/zip_archive.hpp"
#include "proto/result.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace io {

/// What a well-formed tile package is.
struct tile_package {
  std::string extension; ///< tpkx, tpk, vtpk
  int wkid = 0;          ///< of the tiling scheme, 0 = none stated
  int latest_wkid = 0;
  int tile_size = 0;                      ///< pixels
  std::map<int, std::uint64_t> tiles;     ///< per level that has any
  std::uint64_t unknown = 0;              ///< tiles that begin like no picture we know
  std::vector<std::string> first_unknown; ///< level/row/column
  std::vector<std::string> notes;
};

/// Reads a whole tile package: every entry (CRC), the description of its tiling
/// scheme, every bundle. A failure is `damaged` unless the disk refused.
proto::result<tile_package> read_tile_package(zip_archive& archive);

} // namespace io
