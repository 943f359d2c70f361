#pragma once

#include <cstdlib>
#include <iostream>

#include "sandbox/model/data_folder.hpp"

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

/// The service with counties and inspections.
inline const service_data& field_data() { return *sample_data().find_service("Field"); }

/// A piece of canyon country in Utah: the area that most tests ask for.
inline area canyon_country() { return make_area({-110.2, 37.9, -109.6, 38.6}, wgs84); }

} // namespace sandbox
