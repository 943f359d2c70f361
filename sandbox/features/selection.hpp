#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/table.hpp"

namespace sandbox {

/// How createReplica and query choose rows.
struct selection {
  const area* within = nullptr; ///< none = everywhere; in any reference
  std::string where;            ///< SQL condition over the field names; empty = all rows. Dates may be written
                                ///< as `DATE '2024-05-01'` or `TIMESTAMP '2024-05-01 12:00:00'` (UTC)
};

/// Indices into `features`, ascending. A problem if the condition is not valid SQL or the area cannot be projected.
outcome<std::vector<std::size_t>> select(const table& from, const selection& which);

} // namespace sandbox
