#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// One area of the base data, WGS84.
struct region {
  std::string code; ///< ISO 3166-1 numeric for countries, FIPS for states and counties
  std::string name;
  std::string parent; ///< state code of a county, else empty
  geometry shape;
  envelope extent;
  point label; ///< a place inside of its largest part
  double area_km2 = 0;
};

/// What the tiles are drawn from.
struct base_map {
  std::vector<region> countries;
  std::vector<region> states;   ///< of the United States
  std::vector<region> counties; ///< of the United States

  /// By the word in data files, `countries`, `states` or `counties`; nullptr for any other.
  const std::vector<region>* find(const std::string& word) const;
};

/// Reads `countries.txt`, `states.txt` and `counties.txt` (see ORIGIN.md beside the data). Throws `bad_data`.
base_map load_base_map(const std::filesystem::path& folder);

} // namespace sandbox
