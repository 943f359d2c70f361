#include "sandbox/features/selection.hpp"

#include <chrono>
#include <optional>

#include "sandbox/features/where_clause.hpp"
#include "sandbox/model/area_filter.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

outcome<std::vector<std::size_t>> select(const table& from, const selection& which) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto where =
    where_clause::read(which.where, from, std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
  if (!where)
    return problem{"'where' is not valid: " + where.error()};
  std::optional<area_filter> filter;
  if (which.within != nullptr) {
    const auto within = project(*which.within, wgs84);
    if (!within)
      return problem{within.error()};
    filter.emplace(*within);
  }
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < from.rows.size(); ++row) {
    if (where->takes(from.rows[row]) && (!filter || filter->intersects(from.rows[row].shape)))
      rows.push_back(row);
  }
  return rows;
}

} // namespace sandbox
