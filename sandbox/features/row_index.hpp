#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "sandbox/features/shape_filter.hpp"
#include "sandbox/features/where_clause.hpp"

namespace sandbox {

struct sort_key {
  std::size_t column = 0;
  bool descending = false;
};

/// Which rows are meant, and in which order. All conditions hold at once.
struct row_filter {
  std::optional<shape_filter> place;
  where_clause where;
  std::optional<std::vector<std::int64_t>> object_ids;
  std::vector<sort_key> order; ///< none = by object id
};

/// Finds rows of a table, which it borrows. The extents of all shapes lie side by side: running over ten thousand of
/// them takes a few microseconds. Safe for several threads.
class row_index {
public:
  explicit row_index(const table& of);

  const table& source() const { return of_; }
  /// Positions in `rows`.
  std::vector<std::size_t> find(const row_filter& which) const;

private:
  std::vector<std::size_t> candidates(const row_filter& which) const;

  const table& of_;
  std::vector<envelope> extents_;
};

/// Whether a row of values stands before another; nulls come first, as in most databases.
bool comes_before(const std::vector<value>& left, const std::vector<value>& right, const std::vector<sort_key>& order);

/// The position of the row with this object id.
std::optional<std::size_t> row_of(const table& of, std::int64_t object_id);

} // namespace sandbox
