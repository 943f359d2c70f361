#pragma once

#include <string>
#include <vector>

#include "sandbox/geodatabase/geodatabase.hpp"
#include "sandbox/geodatabase/geodatabase_catalog.hpp"
#include "sandbox/geodatabase/geometry_blob.hpp"

namespace sandbox {

/// A feature class as a table of a mobile geodatabase: with its history where it is archived (a replica), plain otherwise.
class feature_table {
public:
  feature_table(sqlite_file& file, geodatabase_catalog& catalog, const replica_layer& layer,
    const coordinate_grid& grid, bool archived);

  /// Writes table, rows, indices, views and registry rows. Errors of SQLite stay in the file; a shape that cannot be
  /// carried over to the grid's reference is a problem.
  outcome<bool> write();

  /// Of the rows, in the grid's reference.
  const envelope& extent() const { return extent_; }

private:
  outcome<bool> write_rows();
  void write_indices(std::int64_t registration);
  void write_views();
  std::string names(const char* prefix) const;

  sqlite_file& file_;
  geodatabase_catalog& catalog_;
  const replica_layer& layer_;
  const coordinate_grid& grid_;
  bool archived_;
  std::string table_;
  std::string row_id_;
  std::string global_id_;
  std::vector<gdb_column> columns_; ///< of the layer, the shape last
  envelope extent_;
};

/// The extent of many features as rows of GDB_Items keep it: a closed rectangle in WGS84.
encoded_shape extent_shape(const envelope& extent, int wkid);

} // namespace sandbox
