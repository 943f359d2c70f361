#pragma once

#include <vector>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// The part of a closed ring inside of a rectangle (Sutherland and Hodgman): closed, running the same way. Where the
/// ring leaves and comes back it runs along the rectangle's edge. Empty if nothing is inside.
path clip_ring(const path& ring, const envelope& box);

/// The stretches of a line that come near a rectangle: a stretch has every edge that may cross it. For drawing, where
/// what lies outside does no harm.
std::vector<path> near_stretches(const path& line, const envelope& box);

/// Leaves out vertices closer than `tolerance` to the one before; a ring stays closed, and is empty when it collapses.
path thinned(const path& ring, double tolerance);

} // namespace sandbox
