#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "sandbox/model/base_map.hpp"

namespace sandbox {

/// A region made ready for one level of detail, without what nobody could see at it.
struct map_shape {
  const region* source = nullptr;
  std::vector<path> rings;
  std::vector<envelope> extents; ///< one for each ring
  envelope extent;
};

struct shape_level {
  std::vector<map_shape> countries, states, counties;
};

/// Which of some tints a region has: neighbours mostly differ, and all maps agree.
std::int64_t tint_of(const region& source, std::size_t tints);

/// The base map in one reference by detail (a level of the 256 pixel web mercator grid), made when it is first asked
/// for: what is smaller than half a pixel goes. Safe for several threads.
class map_shapes {
public:
  /// The base map is borrowed.
  map_shapes(const base_map& base, int wkid) : base_{base}, wkid_{wkid} {}

  const shape_level& at(int detail) const;

  static constexpr int full_detail = 10; ///< from here on nothing is left out

private:
  shape_level make(double tolerance) const;

  const base_map& base_;
  int wkid_;
  mutable std::array<std::once_flag, full_detail + 1> made_;
  mutable std::array<shape_level, full_detail + 1> levels_;
};

} // namespace sandbox
