#include "proto/arcgis/tile_package_name.hpp"

#include <algorithm>
#include <array>

namespace proto {

bool is_plain_in_path(std::string_view text) {
  constexpr std::string_view with_a_meaning = "?#%\\";
  return std::ranges::none_of(text, [&](char c) {
    return static_cast<unsigned char>(c) < 32 || c == 127 || with_a_meaning.find(c) != std::string_view::npos;
  });
}

bool is_tile_package_name(std::string_view name) {
  constexpr std::array<std::string_view, 3> endings{".tpk", ".tpkx", ".vtpk"};
  const bool fits = std::ranges::any_of(
    endings, [&](std::string_view ending) { return name.size() > ending.size() && name.ends_with(ending); });
  return fits && is_plain_in_path(name) && name.find('/') == std::string_view::npos;
}

} // namespace proto
