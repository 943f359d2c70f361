#include "sandbox/model/base_map.hpp"

#include <optional>
#include <string_view>
#include <utility>

#include "sandbox/base/text.hpp"
#include "sandbox/model/data_place.hpp"
#include "sandbox/model/text_columns.hpp"

namespace sandbox {
namespace {

constexpr double units_per_degree = 10000; // of the files

std::optional<point> read_label(std::string_view text) {
  const auto x = number_in<double>(take_column(text, ' ')), y = number_in<double>(text);
  if (!x || !y)
    return std::nullopt;
  return point{*x / units_per_degree, *y / units_per_degree};
}

/// The first vertex, then the way from each to the next.
std::optional<path> read_region_ring(std::string_view text) {
  path ring;
  std::int64_t x = 0, y = 0;
  while (!text.empty()) {
    const auto dx = number_in<int>(take_column(text, ' ')), dy = number_in<int>(take_column(text, ' '));
    if (!dx || !dy)
      return std::nullopt;
    x += *dx;
    y += *dy;
    ring.push_back({static_cast<double>(x) / units_per_degree, static_cast<double>(y) / units_per_degree});
  }
  if (ring.size() < 3)
    return std::nullopt;
  ring.push_back(ring.front());
  return ring;
}

std::optional<region> read_region(std::string_view line) {
  region read;
  read.code = take_column(line, '\t');
  read.name = take_column(line, '\t');
  read.parent = take_column(line, '\t');
  const auto size = number_in<double>(take_column(line, '\t'));
  const auto label = read_label(take_column(line, '\t'));
  if (!size || !label)
    return std::nullopt;
  read.area_km2 = *size;
  read.label = *label;
  read.shape.type = geometry_type::polygon;
  while (!line.empty()) {
    auto ring = read_region_ring(take_column(line, ';'));
    if (!ring)
      return std::nullopt;
    read.shape.parts.push_back(std::move(*ring));
  }
  read.extent = read.shape.extent();
  return read;
}

std::vector<region> read_regions(const std::filesystem::path& file) {
  const std::string text = read_data_text(file);
  std::vector<region> regions;
  for (std::string_view rest = text; !rest.empty();) {
    auto read = read_region(take_column(rest, '\n'));
    if (!read)
      throw bad_data{file.string() + ", line " + std::to_string(regions.size() + 1) + ": not a region"};
    regions.push_back(std::move(*read));
  }
  return regions;
}

} // namespace

const std::vector<region>* base_map::find(const std::string& word) const {
  if (word == "countries")
    return &countries;
  if (word == "states")
    return &states;
  return word == "counties" ? &counties : nullptr;
}

base_map load_base_map(const std::filesystem::path& folder) {
  return {
    read_regions(folder / "countries.txt"), read_regions(folder / "states.txt"), read_regions(folder / "counties.txt")};
}

} // namespace sandbox
