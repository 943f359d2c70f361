#pragma once

#include "core/plan/planner.hpp"

#include <optional>
#include <string>

namespace core {

/// The service that has the tiles of one of Esri's vector basemaps with fewer glyphs in
/// its fonts (EsriVectorTilesDownloadOption). `service` is its root, as a map writes it;
/// nothing for every other service, and where no such twin is known.
std::optional<std::string> reduced_fonts_twin(const std::string& service);

/// What the configuration names in place of a basemap's service: an address or an item's
/// id; nothing for services that it does not name.
std::optional<std::string> substitute_of(const basemap_substitutions& configured, const std::string& service);

} // namespace core
