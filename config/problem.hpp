#pragma once

#include <string>
#include <vector>

namespace config {

/// One thing wrong with a file. Lines and columns count from 1; line 0 means
/// the file as a whole.
struct problem {
  int line = 0;
  int column = 0;
  std::string key;     ///< path of the element, `limits.jobs` or `outputRoots[1]`; empty = the file
  std::string message; ///< what is wrong with it and what would be right
};
using problems = std::vector<problem>;

/// `FILE:3:9: limits.jobs: must be a whole number from 1 to 64`
std::string describe(const std::string& file, const problem& p);

} // namespace config
