#pragma once

#include <optional>
#include <string>

namespace core {

/// The service that has the tiles of one of Esri's vector basemaps with fewer glyphs in
/// its fonts (EsriVectorTilesDownloadOption). `service` is its root, as a map writes it;
/// nothing for every other service, and where no such twin is known.
std::optional<std::string> reduced_fonts_twin(const std::string& service);

} // namespace core
