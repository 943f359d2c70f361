#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "sandbox/model/tile_service_data.hpp"

namespace sandbox {

/// Families of letters, as styles and glyph files name them.
inline constexpr const char* regular_stack = "DejaVu Sans";
inline constexpr const char* bold_stack = "DejaVu Sans Bold";

/// Where a style finds what it needs: relative to its own address in a service, absolute in an item.
struct style_addresses {
  std::string sprite = "../sprites/sprite";
  std::string glyphs = "../fonts/{fontstack}/{range}.pbf";
  std::string source = "../../";
};

/// A style (version 8) for the layers of `vector_map`, as the raster map looks. Looks are map and night.
nlohmann::json vector_style(
  tile_look look, int last_level, const std::string& credits, const style_addresses& addresses = {});

} // namespace sandbox
