#pragma once

#include <cstdlib>
#include <iostream>

#include "sandbox/model/geography.hpp"

namespace sandbox {

/// The committed data, read once for all tests of a program.
inline const dataset& sample_data() {
  static const dataset loaded = [] {
    auto read = load_dataset(SANDBOX_DATA);
    if (!read) {
      std::cerr << read.error() << '\n';
      std::abort();
    }
    return std::move(*read);
  }();
  return loaded;
}

/// A piece of canyon country in Utah: the area that most tests ask for.
inline area canyon_country() { return make_area({-110.2, 37.9, -109.6, 38.6}, wgs84); }

} // namespace sandbox
