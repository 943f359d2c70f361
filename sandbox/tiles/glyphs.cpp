#include "sandbox/tiles/glyphs.hpp"

#include <algorithm>
#include <cmath>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MODULE_H
#include <protozero/pbf_writer.hpp>

#include "sandbox/tiles/font.hpp"

namespace sandbox {

namespace {

constexpr protozero::pbf_tag_type glyphs_stacks = 1;
constexpr protozero::pbf_tag_type stack_name_tag = 1, stack_range = 2, stack_glyphs = 3;
constexpr protozero::pbf_tag_type glyph_id = 1, glyph_bitmap = 2, glyph_width = 3, glyph_height = 4, glyph_left = 5,
                                  glyph_top = 6, glyph_advance = 7;

constexpr int letter_pixels = 24, border = 3, reach = 8;
constexpr double cutoff = 0.25; // where in the range of a byte the outline lies: 255 - 255 x cutoff

/// FreeType has the outline at 128 and the inside above; renderers of glyph files want it at 191.
char distance_byte(unsigned char from_freetype) {
  const double outside = (128 - from_freetype) / 128.0 * reach;
  return static_cast<char>(std::clamp(static_cast<int>(std::lround(255 - 255 * (outside / reach + cutoff))), 0, 255));
}

/// The field with a border of 3 cut out of FreeType's, whose border is as wide as the reach.
std::string cropped(const FT_Bitmap& from, int width, int height) {
  std::string bytes;
  for (int y = reach - border; y < reach + height + border; ++y) {
    for (int x = reach - border; x < reach + width + border; ++x)
      bytes += distance_byte(from.buffer[y * from.pitch + x]);
  }
  return bytes;
}

void append_glyph(protozero::pbf_writer& stack, FT_Face face, unsigned code) {
  const FT_UInt index = FT_Get_Char_Index(face, code);
  if (index == 0 || FT_Load_Glyph(face, index, FT_LOAD_NO_HINTING) != 0)
    return;
  const int ascender = static_cast<int>(face->size->metrics.ascender >> 6);
  const auto advance = static_cast<unsigned>(face->glyph->metrics.horiAdvance >> 6);
  int width = 0, height = 0, left = 0, top = 0;
  std::string field;
  // By way of a picture: distances from outlines take thirty times as long.
  if (face->glyph->outline.n_points > 0 && FT_Render_Glyph(face->glyph, FT_RENDER_MODE_NORMAL) == 0
    && FT_Render_Glyph(face->glyph, FT_RENDER_MODE_SDF) == 0) {
    const FT_Bitmap& bitmap = face->glyph->bitmap;
    width = static_cast<int>(bitmap.width) - 2 * reach;
    height = static_cast<int>(bitmap.rows) - 2 * reach;
    left = face->glyph->bitmap_left + reach;
    top = face->glyph->bitmap_top - reach - ascender;
    if (width > 0 && height > 0)
      field = cropped(bitmap, width, height);
  }
  protozero::pbf_writer glyph{stack, stack_glyphs};
  glyph.add_uint32(glyph_id, code);
  if (!field.empty())
    glyph.add_bytes(glyph_bitmap, field);
  glyph.add_uint32(glyph_width, field.empty() ? 0u : static_cast<unsigned>(width));
  glyph.add_uint32(glyph_height, field.empty() ? 0u : static_cast<unsigned>(height));
  glyph.add_sint32(glyph_left, left);
  glyph.add_sint32(glyph_top, top);
  glyph.add_uint32(glyph_advance, advance);
}

} // namespace

std::string glyph_range(const std::string& font_file, const std::string& stack_name, unsigned first) {
  std::string bytes;
  protozero::pbf_writer writer{bytes};
  protozero::pbf_writer stack{writer, glyphs_stacks};
  stack.add_string(stack_name_tag, stack_name);
  stack.add_string(stack_range, std::to_string(first) + "-" + std::to_string(first + 255));
  const font typeface{font_file};
  if (FT_Face face = typeface.face(); face != nullptr && FT_Set_Pixel_Sizes(face, 0, letter_pixels) == 0) {
    FT_UInt spread = reach;
    FT_Property_Set(face->glyph->library, "bsdf", "spread", &spread);
    for (unsigned code = first; code < first + 256; ++code)
      append_glyph(stack, face, code);
  }
  stack.commit();
  return bytes;
}

} // namespace sandbox
