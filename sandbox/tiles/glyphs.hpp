#pragma once

#include <string>

namespace sandbox {

/// 256 letters of a typeface as signed distance fields, in the form that map renderers read: protobuf
/// `glyphs {stacks {name, range, glyphs {id, bitmap, width, height, left, top, advance}}}`, at 24 pixels with a border
/// of 3 and a reach of 8 pixels. Without the typeface the stack is empty.
std::string glyph_range(const std::string& font_file, const std::string& stack_name, unsigned first);

} // namespace sandbox
