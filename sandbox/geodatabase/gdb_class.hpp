#pragma once

#include <string>
#include <vector>

#include "sandbox/geodatabase/geodatabase_columns.hpp"
#include "sandbox/model/table.hpp"

namespace sandbox {

/// The name of the geometry column of every table written here.
inline constexpr const char* shape_column = "SHAPE";

/// A field of a class: its column, and what the definition says beyond that.
struct gdb_field {
  gdb_column column;
  std::string alias;
  std::string domain;    ///< name, or empty
  value default_value{}; ///< of a new row
  bool editable = true;
};

/// A feature class or table of a mobile geodatabase before it is written.
struct gdb_class {
  std::string name; ///< of the table, unqualified
  std::string alias;
  std::vector<gdb_field> fields; ///< in the order of the columns; the shape is the last one
  geometry_type type = geometry_type::none;
  bool has_z = false;
  const table* subtypes_of = nullptr;            ///< what has the subtypes, borrowed; nullptr = nothing has
  std::vector<std::string> relationship_classes; ///< names of those it takes part in, unqualified
  std::string indexed;                           ///< a field with an index of its own, or empty

  bool is_spatial() const { return type != geometry_type::none; }
  /// Names of the two fields that identify a row.
  std::string row_id() const;
  std::string global_id() const;
  std::vector<gdb_column> columns() const;
};

/// The class that holds the rows of a layer or table.
gdb_class class_of(const table& source);

/// The class beside it that holds its attachments, `<name>__ATTACH`. How servers write it: one row a file, with the
/// global id of the row it belongs to.
gdb_class attachment_class_of(const table& source);

/// The names that definitions use: `main.<table>`.
std::string qualified(const std::string& name);

} // namespace sandbox
