#include "sandbox/features/row_index.hpp"

#include <algorithm>
#include <numeric>

namespace sandbox {
namespace {

int ordered(const value& left, const value& right) {
  const bool left_null = std::holds_alternative<std::monostate>(left);
  const bool right_null = std::holds_alternative<std::monostate>(right);
  if (left_null || right_null)
    return static_cast<int>(right_null) - static_cast<int>(left_null);
  return compared(left, right).value_or(0);
}

} // namespace

bool comes_before(const std::vector<value>& left, const std::vector<value>& right, const std::vector<sort_key>& order) {
  for (const sort_key& key : order) {
    const int found = ordered(left[key.column], right[key.column]);
    if (found != 0)
      return key.descending ? found > 0 : found < 0;
  }
  return false;
}

std::optional<std::size_t> row_of(const table& of, std::int64_t object_id) {
  const auto found = std::lower_bound(
    of.rows.begin(), of.rows.end(), object_id, [](const feature& one, std::int64_t id) { return one.object_id < id; });
  if (found == of.rows.end() || found->object_id != object_id)
    return {};
  return static_cast<std::size_t>(found - of.rows.begin());
}

row_index::row_index(const table& of) : of_{of} {
  extents_.reserve(of.rows.size());
  for (const feature& row : of.rows)
    extents_.push_back(row.shape.extent());
}

std::vector<std::size_t> row_index::candidates(const row_filter& which) const {
  std::vector<std::size_t> rows;
  if (!which.object_ids) {
    rows.resize(of_.rows.size());
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    return rows;
  }
  for (const std::int64_t id : *which.object_ids) {
    if (const auto row = row_of(of_, id))
      rows.push_back(*row);
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

std::vector<std::size_t> row_index::find(const row_filter& which) const {
  std::vector<std::size_t> rows = candidates(which);
  std::erase_if(rows, [&](std::size_t i) {
    const feature& row = of_.rows[i];
    return !which.where.takes(row) || (which.place && !which.place->meets(row.shape, extents_[i]));
  });
  if (!which.order.empty()) {
    std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
      return comes_before(of_.rows[a].attributes, of_.rows[b].attributes, which.order);
    });
  }
  return rows;
}

} // namespace sandbox
