#pragma once

#include <string>
#include <vector>

namespace faults {

/// The system calls that make or break durability, as this program's tests see
/// them: each can be made to fail, all are written down. alarm(), the measure of a
/// child's patience, fails by ringing at once. For one thread at a time.
class calls {
public:
  static void start(int failing); ///< the call of this number (from 1) fails with EIO; 0 = none
  static void stop();
  static bool failed();                           ///< whether that call came
  static int count();                             ///< calls since start
  static const std::vector<std::string>& names(); ///< of the calls, in order
};

} // namespace faults
