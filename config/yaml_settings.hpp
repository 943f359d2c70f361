#pragma once

#include "config/problem.hpp"
#include "config/settings.hpp"

#include <string>

namespace config {

/// What a configuration file says, checked whole: the settings hold only where
/// nothing was found.
struct loaded_settings {
  config::settings settings;
  problems found; ///< in the order of the file
};

/// Never throws. Looks at no other file: that secrets can be read is checked by
/// the part that reads them.
loaded_settings load_settings(const std::string& yaml);

/// The example file: every key with its default and a line about it, the keys
/// without a default commented out. Loading it gives the default settings.
std::string example_settings();

} // namespace config
