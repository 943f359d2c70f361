#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sandbox/geodatabase/gdb_class.hpp"
#include "sandbox/geodatabase/geodatabase_catalog.hpp"
#include "sandbox/geodatabase/geometry_blob.hpp"
#include "sandbox/geodatabase/sqlite_file.hpp"

namespace sandbox {

/// Writes a class as a table of a mobile geodatabase: with its history where it is archived (a replica), plain
/// otherwise. Errors of SQLite stay in the file.
class table_writer {
public:
  /// Creates the table. All of the arguments are borrowed for the life of the writer.
  table_writer(sqlite_file& file, geodatabase_catalog& catalog, const gdb_class& described, bool archived);

  /// One row: a cell for each field. `extent` is that of its shape on the grid; empty = it needs no entry in the index.
  void add(std::int64_t row_id, std::vector<cell> cells, const envelope& extent = {});
  /// Indices, views, triggers and registry rows; `srid` of the shapes.
  void finish(int srid);

  /// Of all rows so far.
  const envelope& extent() const { return extent_; }

private:
  void write_indices(std::int64_t registration);
  void write_views();
  std::string names(const char* prefix) const;

  sqlite_file& file_;
  geodatabase_catalog& catalog_;
  const gdb_class& described_;
  bool archived_;
  std::vector<gdb_column> columns_; ///< the archiving ones at the end, where there are some
  std::string index_;               ///< the spatial index, or empty
  std::optional<sqlite_statement> insert_;
  std::optional<sqlite_statement> index_entry_;
  std::int64_t rows_ = 0;
  std::int64_t largest_row_id_ = 0;
  envelope extent_;
};

} // namespace sandbox
