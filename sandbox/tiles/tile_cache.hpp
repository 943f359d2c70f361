#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "sandbox/base/outcome.hpp"
#include "sandbox/tiles/bundle_writer.hpp"
#include "sandbox/tiles/package_zip.hpp"
#include "sandbox/tiles/tile_selection.hpp"

namespace sandbox {

struct package_request {
  tile_selection tiles;
  std::string name; ///< of the service, also the package's title
  std::string description;
  std::string credits;
  std::string thumbnail;       ///< PNG, about 200 x 133 pixels
  std::int64_t created_ms = 0; ///< milliseconds since 1970; the same request gives the same bytes
};

struct package_statistics {
  std::map<int, std::int64_t> tiles; ///< by level
  std::int64_t total_tiles = 0;
  std::uintmax_t bytes = 0; ///< of the finished file
};

/// `progress(done)` is told the tiles done so far, now and then; false from it ends the work with the problem "cancelled".
using package_progress = std::function<bool(std::int64_t)>;

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

/// Writes the chosen tiles into bundles and the bundles into the zip. The file must not exist; work files live beside it
/// under its name and ".work" while it is made; memory does not grow with it. A failed attempt leaves no file.
outcome<package_statistics> write_tile_package(const std::filesystem::path& file, const tiling_scheme& scheme,
  const cache_layout& layout, const package_request& request, const tile_source& tiles, const package_parts& parts,
  const package_progress& progress);

/// The asked area within the grid, in its reference: the extent that a package states.
envelope package_extent(const tiling_scheme& scheme, const package_request& request);

/// An UUID in upper case that follows from the request.
std::string package_guid(const package_request& request);

} // namespace sandbox
