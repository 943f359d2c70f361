#pragma once

#include <string>
#include <vector>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/table.hpp"

namespace sandbox {

enum class statistic_kind { count, sum, min, max, avg, stddev, var };

/// One column of an answer. Nulls are left out of all kinds.
struct statistic {
  statistic_kind kind = statistic_kind::count;
  std::size_t column = 0;
  std::string name; ///< of the column in the answer
};

/// `[{statisticType, onStatisticField, outStatisticFieldName}]`. A problem for unknown fields and kinds, and for sums of
/// what is no number. ArcGIS REST API, Query, `outStatistics`; percentiles are not served.
outcome<std::vector<statistic>> read_statistics(const std::string& text, const table& from);

/// The columns that an answer has: the groups' own, then the statistics'.
std::vector<field> statistic_fields(
  const table& from, const std::vector<std::size_t>& groups, const std::vector<statistic>& wanted);

/// A row for each combination of the groups' values, in the order of these; without groups one row in any case.
std::vector<std::vector<value>> statistic_rows(const table& from, const std::vector<std::size_t>& rows,
  const std::vector<std::size_t>& groups, const std::vector<statistic>& wanted);

} // namespace sandbox
