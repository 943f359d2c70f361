#pragma once

#include "io/disk/package_facts.hpp"

#include <string>
#include <vector>

namespace client {

/// What a package holds, for people: a line each, no control characters.
std::vector<std::string> describe_package(const io::package_facts& facts);

} // namespace client
