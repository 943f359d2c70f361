#pragma once

#include "sandbox/base/outcome.hpp"
#include "sandbox/features/feature_set.hpp"
#include "sandbox/features/query_request.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// Some rows of a table with these columns, as the dialect writes them; `shapes` = nullptr: without geometry. A problem
/// if a shape does not exist in the reference that is asked for.
outcome<feature_set> feature_rows(const table& from, const std::vector<std::size_t>& rows,
  const std::vector<std::size_t>& columns, const shape_wish* shapes, dialect speaks);

} // namespace sandbox
