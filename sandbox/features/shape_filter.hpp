#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sandbox/model/placed_geometry.hpp"

namespace sandbox {

/// How what is asked for lies to a feature: it contains the feature, is within it ... `envelope_intersects` and
/// `index_intersects` compare the extents of both. ArcGIS REST API, Query, `spatialRel`.
enum class spatial_relation {
  intersects,
  contains,
  crosses,
  envelope_intersects,
  index_intersects,
  overlaps,
  touches,
  within,
  disjoint
};

/// `esriSpatialRelIntersects` ...; nothing for any other word.
std::optional<spatial_relation> relation_named(const std::string& word);

/// Answers one question about many shapes. For one thread at a time.
class shape_filter {
public:
  /// What is asked for in any reference, wider by `metres` on all sides. A problem if it cannot be projected, if it
  /// covers nothing or if it is too large. Edges are straight on web mercator's plane, which is that of the services;
  /// with `metres` on the plane that touches the Earth at the middle of what is asked, good to 1 % within 300 km.
  static outcome<shape_filter> make(const placed_geometry& asked, spatial_relation relation, double metres);
  ~shape_filter();
  shape_filter(shape_filter&&) noexcept;
  shape_filter& operator=(shape_filter&&) noexcept;

  /// `extent` is that of the shape; both WGS84. A null shape meets nothing.
  bool meets(const geometry& shape, const envelope& extent) const;

private:
  struct content;
  explicit shape_filter(std::unique_ptr<content> made);

  std::unique_ptr<content> content_;
};

} // namespace sandbox
