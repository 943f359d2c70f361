#pragma once

#include "config/problem.hpp"
#include "config/settings.hpp"

#include <string>

namespace mapferryd {

/// A configuration with the system that it speaks of: what would go wrong later
/// if it were not told now. `settings` hold where nothing was found.
struct examined_configuration {
  config::settings settings;
  config::problems found;
};

/// Reads the file, then looks whether secrets and authorities can be read, output
/// roots and the socket's folder written to, and the group of packages exists.
examined_configuration examine_configuration(const std::string& path);

/// $CREDENTIALS_DIRECTORY, or empty.
std::string credentials_directory();

} // namespace mapferryd
