#pragma once

#include "core/ports/disk.hpp"
#include "io/disk/output_roots.hpp"

#include <stop_token>
#include <string>

namespace io {

/// Reads what a tile package says of itself, and nothing of its tiles. Below one of
/// the roots alone, opened folder by folder without following a link.
proto::result<core::basemap_facts> examine_basemap(
  const output_roots& roots, const std::string& path, const std::stop_token& stop);

} // namespace io
