#pragma once

#include <array>
#include <mutex>
#include <vector>

#include "sandbox/model/base_map.hpp"

namespace sandbox {

/// A region made ready for one level: web mercator, without detail that nobody could see.
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

/// The base map by levels, each made when it is first asked for. Safe for several threads.
class map_shapes {
public:
  /// The base map is borrowed. `resolution` is metres a pixel of level 0; detail below half a pixel goes.
  map_shapes(const base_map& base, double resolution);

  const shape_level& at(int level) const;

private:
  shape_level make(double tolerance) const;

  static constexpr int full_detail = 10; ///< from this level on nothing is left out

  const base_map& base_;
  double resolution_;
  mutable std::array<std::once_flag, full_detail + 1> made_;
  mutable std::array<shape_level, full_detail + 1> levels_;
};

} // namespace sandbox
