#include "io/disk/tile_path.hpp"

#include "io/disk/bundle_check.hpp"

#include <charconv>

namespace io {
namespace {

/// Takes `<letter><number>` off the front.
template <class Number>
bool take(std::string_view& path, char letter, int base, Number& into) {
  if (path.empty() || path.front() != letter)
    return false;
  path.remove_prefix(1);
  const auto [end, error] = std::from_chars(path.data(), path.data() + path.size(), into, base);
  if (error != std::errc{} || into > Number{0x7fffffff})
    return false;
  path.remove_prefix(static_cast<std::size_t>(end - path.data()));
  return true;
}

bool take(std::string_view& path, std::string_view words) {
  if (!path.starts_with(words))
    return false;
  path.remove_prefix(words.size());
  return true;
}

} // namespace

std::string words_of(const tile_place& place) {
  return std::to_string(place.level) + "/" + std::to_string(place.row) + "/" + std::to_string(place.column);
}

std::optional<tile_place> read_bundle_path(std::string_view path) {
  tile_place place;
  if (!take(path, 'L', 10, place.level) || place.level < 0 || !take(path, "/") || !take(path, 'R', 16, place.row) ||
      !take(path, 'C', 16, place.column) || path != ".bundle")
    return std::nullopt;
  if (place.row % bundle_side != 0 || place.column % bundle_side != 0)
    return std::nullopt;
  return place;
}

std::optional<tile_place> read_tile_path(std::string_view path) {
  tile_place place;
  if (!take(path, 'L', 10, place.level) || place.level < 0 || !take(path, "/") || !take(path, 'R', 16, place.row) ||
      !take(path, "/") || !take(path, 'C', 16, place.column) || !path.starts_with('.'))
    return std::nullopt;
  return place;
}

} // namespace io
