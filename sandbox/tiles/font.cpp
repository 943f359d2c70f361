#include "sandbox/tiles/font.hpp"

#include <ft2build.h>
#include FT_FREETYPE_H

namespace sandbox {

font::font(const std::string& file) {
  FT_Library library = nullptr;
  if (FT_Init_FreeType(&library) != 0)
    return;
  library_.reset(library);
  FT_Face face = nullptr;
  if (FT_New_Face(library, file.c_str(), 0, &face) == 0)
    face_.reset(face);
}

void font::library_closer::operator()(FT_LibraryRec_* library) const { FT_Done_FreeType(library); }

void font::face_closer::operator()(FT_FaceRec_* face) const { FT_Done_Face(face); }

} // namespace sandbox
