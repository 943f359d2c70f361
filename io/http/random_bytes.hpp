#pragma once

#include <cstddef>
#include <string>

namespace io {

/// Unguessable bytes of the kernel's, at most 256: so many come at once (getrandom(2)).
std::string random_bytes(std::size_t count);

} // namespace io
