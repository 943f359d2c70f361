#pragma once

#include <string_view>

namespace proto {

/// Whether text can be part of a layer's `path` in a map: a URI that everybody
/// reads alike, without anything that would have to be escaped.
bool is_plain_in_path(std::string_view text);

/// Whether a name is that of a tile package, in whatever folder: `*.tpk`, `*.tpkx`
/// or `*.vtpk` (GenerateOfflineMapParameters.referenceBasemapFilename).
bool is_tile_package_name(std::string_view name);

} // namespace proto
