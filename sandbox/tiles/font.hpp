#pragma once

#include <memory>
#include <string>

struct FT_LibraryRec_;
struct FT_FaceRec_;

namespace sandbox {

/// A typeface read by FreeType. Not safe for several threads at once.
class font {
public:
  explicit font(const std::string& file);

  /// Null if the file could not be read.
  FT_FaceRec_* face() const { return face_.get(); }

private:
  struct library_closer {
    void operator()(FT_LibraryRec_* library) const;
  };
  struct face_closer {
    void operator()(FT_FaceRec_* face) const;
  };
  std::unique_ptr<FT_LibraryRec_, library_closer> library_;
  std::unique_ptr<FT_FaceRec_, face_closer> face_;
};

/// Where Debian's package fonts-dejavu-core puts its faces; without it maps have no labels.
inline constexpr const char* regular_font = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
inline constexpr const char* bold_font = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";

} // namespace sandbox
