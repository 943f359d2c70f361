#pragma once

namespace support {

/// While it is off, no fake does anything that lasts.
struct power {
  bool on = true;
};

} // namespace support
