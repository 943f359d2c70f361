#pragma once

#define GEOS_USE_ONLY_R_API // every call names its handle: several threads work at once
#include <geos_c.h>

#include <vector>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// One handle of GEOS, for one thread at a time, and what is made of our own shapes with it. The caller owns what it
/// gets.
struct geos_session {
  GEOSContextHandle_t handle = GEOS_init_r();

  geos_session() = default;
  geos_session(const geos_session&) = delete;
  geos_session& operator=(const geos_session&) = delete;
  ~geos_session() { GEOS_finish_r(handle); }

  /// The one of the thread that asks; it lives as long as that.
  static const geos_session& of_this_thread();

  GEOSCoordSequence* sequence(const path& line) const;
  GEOSGeometry* ring(const path& line) const { return GEOSGeom_createLinearRing_r(handle, sequence(line)); }

  /// A shape as it stands, without its heights; nullptr for a null shape.
  GEOSGeometry* made(const geometry& shape) const;
  /// The polygon of rings by the even-odd rule, whatever their order and direction. nullptr if GEOS fails.
  GEOSGeometry* even_odd(const std::vector<path>& rings) const;
  /// The same place without self-intersections; polygons stay polygons. nullptr if GEOS finds none.
  GEOSGeometry* mended(GEOSGeometry* shape) const;

  /// Back again: outer rings clockwise, each followed by its holes. Points and lines within are left out.
  std::vector<path> rings_of(const GEOSGeometry* shape) const;

  /// The geometry that a call made out of another, which is used up.
  GEOSGeometry* replaced(GEOSGeometry* old, GEOSGeometry* made) const {
    GEOSGeom_destroy_r(handle, old);
    return made;
  }

private:
  GEOSGeometry* even_odd(const path* first, const path* last) const;
  GEOSGeometry* collection(int type, std::vector<GEOSGeometry*>& parts) const;
  GEOSGeometry* polygons(const std::vector<path>& parts) const;
  path vertices(const GEOSGeometry* of, bool clockwise) const;
  void collect(const GEOSGeometry* from, std::vector<path>& rings) const;
};

} // namespace sandbox
