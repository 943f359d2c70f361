#include "io/disk/layer_path.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>

namespace io {

std::optional<layer_path> read_layer_path(const std::string& text) {
  constexpr std::string_view scheme = "file:";
  constexpr std::string_view item = "?itemId=";
  if (!text.starts_with(scheme))
    return std::nullopt;
  layer_path path;
  const auto query = text.find('?');
  path.file = std::filesystem::path(text.substr(scheme.size(), query - scheme.size())).lexically_normal().string();
  if (query != std::string::npos) {
    const auto number = std::string_view(text).substr(query);
    int id = 0;
    const auto* begin = number.data() + std::min(item.size(), number.size());
    const auto [end, error] = std::from_chars(begin, number.data() + number.size(), id);
    if (!number.starts_with(item) || error != std::errc{} || end != number.data() + number.size() || id < 0)
      return std::nullopt;
    path.item_id = id;
  }
  if (path.file.empty() || path.file == "." || path.file.ends_with('/'))
    return std::nullopt;
  return path;
}

} // namespace io
