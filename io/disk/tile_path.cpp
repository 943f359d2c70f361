#include "io/disk/tile_path.hpp"

#include "io/disk/bundle_check.hpp"

#include <charconv>

namespace io {
namespace {

/// The whole text as a number.
template <class Number>
bool read_number(std::string_view digits, int base, Number& into) {
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), into, base);
  return error == std::errc{} && end == digits.data() + digits.size() && into >= 0 && into <= Number{0x7fffffff};
}

/// Takes `<letter><number>` and what ends it off the front.
template <class Number>
bool take(std::string_view& path, char letter, int base, char ending, Number& into) {
  const auto end = path.find(ending);
  if (path.empty() || path.front() != letter || end == std::string_view::npos)
    return false;
  const bool is_number = read_number(path.substr(1, end - 1), base, into);
  path.remove_prefix(end + 1);
  return is_number;
}

/// `R0180C0300`. The letter between them is a hexadecimal digit too, where a writer
/// used capitals: it is the first one behind at least four digits.
bool read_row_and_column(std::string_view name, tile_place& place) {
  constexpr std::size_t shortest = 4;
  const auto middle = name.find('C', 1 + shortest);
  return name.starts_with('R') && middle != std::string_view::npos && name.size() - middle > shortest
    && read_number(name.substr(1, middle - 1), 16, place.row) && read_number(name.substr(middle + 1), 16, place.column);
}

} // namespace

std::string words_of(const tile_place& place) {
  return std::to_string(place.level) + "/" + std::to_string(place.row) + "/" + std::to_string(place.column);
}

std::optional<tile_place> read_bundle_path(std::string_view path) {
  constexpr std::string_view ending = ".bundle";
  tile_place place;
  if (!path.ends_with(ending) || !take(path, 'L', 10, '/', place.level))
    return std::nullopt;
  path.remove_suffix(ending.size());
  if (!read_row_and_column(path, place) || place.row % bundle_side != 0 || place.column % bundle_side != 0)
    return std::nullopt;
  return place;
}

std::optional<tile_place> read_tile_path(std::string_view path) {
  tile_place place;
  if (!take(path, 'L', 10, '/', place.level) || !take(path, 'R', 16, '/', place.row)
    || !take(path, 'C', 16, '.', place.column))
    return std::nullopt;
  return place;
}

} // namespace io
