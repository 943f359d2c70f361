#pragma once

#include "core/ports/disk.hpp"

#include <functional>
#include <string>

namespace io {

/// Gives `write` the letters that a tile package in the folder `parts` has, by
/// `<font>/<range>.pbf`; those in folders that no name of ours could bear are left out.
using write_font = std::function<proto::outcome(const std::string& path, const std::string& content)>;
proto::outcome copy_fonts(int parts, const core::font_copy& fonts, const write_font& write);

} // namespace io
