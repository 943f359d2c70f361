#pragma once

#include "io/disk/zip_archive.hpp"
#include "proto/result.hpp"

#include <cstddef>

namespace io {

/// Checks the tilemap of an indexed vector tile package: `{"index": node}`, where a
/// node is 0 (nothing), 1 (a tile that serves everything below) or an array of the
/// four children. `damaged` where it is something else. Needs no memory beyond the text.
proto::outcome check_tilemap(zip_archive& archive, std::size_t entry);

} // namespace io
