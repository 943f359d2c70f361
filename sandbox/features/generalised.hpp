#pragma once

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// A line or polygon with fewer vertices, none of those left out further than `offset` from it (Douglas and Peucker
/// 1973). Both ends of a part stay; a ring keeps four vertices at least. Heights go with their vertices.
geometry generalised(const geometry& shape, double offset);

} // namespace sandbox
