#pragma once

#include "io/disk/geodatabase_check.hpp"
#include "io/disk/package_facts.hpp"

#include <stop_token>
#include <string>
#include <vector>

namespace io {

/// A data file of a package, judged, and for a geodatabase its layers with their counts.
struct inspected_file {
  struct dataset {
    service_item item;
    std::uint64_t features = 0; ///< current rows
  };
  data_file_facts facts;
  std::vector<dataset> datasets;
  std::vector<std::string> problems; ///< beginning with the file's path
};

/// `file` is open for reading, `path` its path in the package.
inspected_file inspect_data_file(int file, const std::string& path, const std::stop_token& stop);

} // namespace io
