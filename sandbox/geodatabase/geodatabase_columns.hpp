#pragma once

#include <string>
#include <vector>

namespace sandbox {

/// Kinds of columns of a mobile geodatabase: the declared type, its check and its number in GDB_ColumnRegistry.
enum class column_kind { row_id, int16, int32, float32, float64, text, long_text, blob, date, shape, xml, uuid };

/// What a column is for beyond its kind.
enum class column_role { plain, global_id, archiving };

struct gdb_column {
  std::string name;
  column_kind kind = column_kind::text;
  int size = 0; ///< of text and blob
  bool nullable = true;
  column_role role = column_role::plain;
  std::string description;   ///< in the registry
  std::string default_value; ///< an SQL expression in brackets, or empty
  bool unique = false;
};

/// A name as statements must write it: in quotes if it is a word of SQL or has other characters than letters, digits
/// and underscores.
std::string sql_name(const std::string& name);

/// The column as CREATE TABLE has it. With `archived`, an object id is a plain number that may repeat.
std::string column_definition(const gdb_column& column, bool archived = false);

/// CREATE TABLE of all of them.
std::string table_definition(const std::string& table, const std::vector<gdb_column>& columns, bool archived = false);

int registry_type(column_kind kind);
/// Nothing for columns without a size.
bool has_registry_size(column_kind kind);
int registry_size(const gdb_column& column);
int registry_flags(const gdb_column& column);

} // namespace sandbox
