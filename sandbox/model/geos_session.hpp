#pragma once

#define GEOS_USE_ONLY_R_API // every call names its handle: several threads work at once
#include <geos_c.h>

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

  GEOSCoordSequence* sequence(const path& line) const {
    GEOSCoordSequence* made = GEOSCoordSeq_create_r(handle, static_cast<unsigned>(line.size()), 2);
    for (unsigned i = 0; i < line.size(); ++i)
      GEOSCoordSeq_setXY_r(handle, made, i, line[i].x, line[i].y);
    return made;
  }

  GEOSGeometry* ring(const path& line) const { return GEOSGeom_createLinearRing_r(handle, sequence(line)); }

  /// The geometry that a call made out of another, which is used up.
  GEOSGeometry* replaced(GEOSGeometry* old, GEOSGeometry* made) const {
    GEOSGeom_destroy_r(handle, old);
    return made;
  }
};

} // namespace sandbox
