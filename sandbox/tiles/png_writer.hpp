#pragma once

#include <string>

namespace sandbox {

/// A PNG (8 bits, three colours) of rows of red, green and blue from the top. Made for noise: quick, and hardly smaller
/// than what goes in. Empty if zlib fails.
std::string noisy_png(int width, int height, const std::string& pixels);

} // namespace sandbox
