#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sandbox/features/coordinate_grid.hpp"
#include "sandbox/model/service_data.hpp"

namespace sandbox {

/// What a query answers with, whatever the format. Members of the same place in the lists belong to one feature.
struct feature_set {
  std::vector<field> fields;
  std::vector<std::vector<value>> attributes; ///< one for each field; ids as the dialect writes them
  std::string object_id_field;                ///< empty where the features are no rows: statistics
  std::string global_id_field;
  std::vector<std::int64_t> object_ids; ///< of the rows, also where the fields do not show them

  geometry_type type = geometry_type::none; ///< none: without geometry
  bool has_z = false;
  int wkid = wgs84;
  std::vector<geometry> shapes;    ///< empty, or one for each feature, on the grid if there is one
  std::vector<geometry> centroids; ///< points; likewise
  std::optional<coordinate_grid> grid;
  bool exceeded = false; ///< there are more rows than these
};

} // namespace sandbox
