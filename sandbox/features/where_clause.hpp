#pragma once

#include <cstdint>
#include <string>

#include "sandbox/base/outcome.hpp"
#include "sandbox/features/sql_term.hpp"

namespace sandbox {

/// A condition as `where` and `definitionExpression` have it: SQL-92 with the literals and functions of ArcGIS's
/// standardised queries. Texts are compared by case, ids in any case and with or without braces, dates in UTC. `shape
/// IS NULL` asks for rows without a place.
class where_clause {
public:
  /// All rows.
  where_clause() = default;
  /// An empty text takes all rows. A problem for unknown names, for types that do not go together and for whatever else
  /// is no condition. `now_ms` is what CURRENT_TIMESTAMP means.
  static outcome<where_clause> read(const std::string& text, const table& from, std::int64_t now_ms);

  bool takes(const feature& row) const;

private:
  std::function<value(const feature&)> condition_;
};

} // namespace sandbox
