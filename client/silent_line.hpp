#pragma once

#include <string>

namespace client {

/// One line of standard input without the spaces around it, empty at its end. From a
/// terminal it is asked for on standard error and not shown while it is typed.
std::string read_silent_line(const std::string& prompt);

} // namespace client
