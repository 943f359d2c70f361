#pragma once

#include <functional>
#include <string>

#include "sandbox/tiles/bundle_writer.hpp"
#include "sandbox/tiles/package_zip.hpp"
#include "sandbox/tiles/raster_package.hpp"

namespace sandbox {

/// What makes the tiles; an empty text is no tile.
using tile_source = std::function<std::string(const tile_address&)>;

/// What stands where in a package.
struct cache_layout {
  bundle_format format = bundle_format::compact_v2;
  std::string folder;          ///< of the levels, with a slash at its end
  bool folder_entries = false; ///< whether folders are entries of their own
};

/// Everything a kind of package adds around its tiles: entries before and behind them.
struct package_parts {
  std::function<void(package_zip&)> before;
  std::function<void(package_zip&, const package_statistics&)> behind;
};

/// Writes the chosen tiles into bundles and the bundles into the zip. A failed attempt leaves no file.
outcome<package_statistics> write_tile_package(const std::filesystem::path& file, const tiling_scheme& scheme,
  const cache_layout& layout, const package_request& request, const tile_source& tiles, const package_parts& parts,
  const package_progress& progress);

/// The asked area within the grid, web mercator: the extent that a package states.
envelope package_extent(const tiling_scheme& scheme, const package_request& request);

/// An UUID in upper case that follows from the request.
std::string package_guid(const package_request& request);

} // namespace sandbox
