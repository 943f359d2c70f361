#pragma once

#include <memory>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// Answers many questions about one area. Touching is intersecting. All coordinates in the area's reference.
/// Not to be shared between threads; cheap to make.
class area_filter {
public:
  explicit area_filter(const area& asked);
  ~area_filter();
  area_filter(area_filter&&) noexcept;
  area_filter& operator=(area_filter&&) noexcept;

  bool intersects(const geometry& shape) const;
  bool intersects(const envelope& box) const;
  /// No part of the box lies outside.
  bool covers(const envelope& box) const;

private:
  struct content;
  std::unique_ptr<content> content_;
};

} // namespace sandbox
