#include "io/disk/picture.hpp"

#include <array>
#include <string_view>

namespace io {

bool is_known_tile(std::span<const std::byte> beginning, tile_content content) {
  const std::string_view text(reinterpret_cast<const char*>(beginning.data()), beginning.size());
  if (content == tile_content::vectors)
    return text.starts_with("\x1f\x8b");
  constexpr std::array<std::string_view, 5> pictures{"\xff\xd8\xff", "\x89PNG", "GIF8", "Lerc2 ", "CntZImage "};
  for (auto magic : pictures)
    if (text.starts_with(magic))
      return true;
  return text.starts_with("RIFF") && text.size() >= 12 && text.substr(8, 4) == "WEBP";
}

} // namespace io
