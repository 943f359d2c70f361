#include "sandbox/geodatabase/geodatabase_columns.hpp"

#include <algorithm>
#include <cctype>

#include <sqlite3.h>

namespace sandbox {

namespace {

constexpr int long_text_size = 100000000;
constexpr int uuid_size = 38;

// Flags of GDB_ColumnRegistry, as servers write them.
constexpr int flag_row_id = 3, flag_nullable = 4, flag_xml = 0x84, flag_global_id = 0x100, flag_shape = 0x8004,
              flag_archiving = 0x20000000;

std::string declared_type(const gdb_column& column) {
  switch (column.kind) {
  case column_kind::row_id: return "integer";
  case column_kind::int16: return "int16";
  case column_kind::int32: return "int32";
  case column_kind::float32: return "float32";
  case column_kind::float64: return "float64";
  case column_kind::text: return "text(" + std::to_string(column.size) + ")";
  case column_kind::long_text: return "text(" + std::to_string(long_text_size) + ")";
  case column_kind::blob: return "blob(" + std::to_string(column.size) + ")";
  case column_kind::date: return "realdate";
  case column_kind::shape: return "geometryblob";
  case column_kind::xml: return "xmltext";
  case column_kind::uuid: return "uuidtext";
  }
  return {};
}

/// The SQLite type that a value must have, or null where that is allowed.
std::string type_check(const gdb_column& column, const char* type) {
  const std::string type_is = "typeof(" + sql_name(column.name) + ") = '", is = type_is + type + "'";
  return column.nullable ? "(" + is + " or " + type_is + "null')" : is;
}

std::string check(const gdb_column& column) {
  const std::string name = sql_name(column.name);
  const auto no_longer = [&](int size) { return " and not length(" + name + ") > " + std::to_string(size); };
  switch (column.kind) {
  case column_kind::row_id: return {};
  case column_kind::int16:
    return type_check(column, "integer") + " and " + name + " >= -32768 and " + name + " <= 32767";
  case column_kind::int32:
    return type_check(column, "integer") + " and " + name + " >= -2147483648 and " + name + " <= 2147483647";
  case column_kind::float32:
  case column_kind::float64: return type_check(column, "real");
  case column_kind::text: return type_check(column, "text") + no_longer(column.size);
  case column_kind::long_text: return type_check(column, "text") + no_longer(long_text_size);
  case column_kind::blob: return type_check(column, "blob") + no_longer(column.size);
  case column_kind::date: return type_check(column, "real") + " and " + name + " >= 0.0";
  case column_kind::xml: return type_check(column, "text");
  case column_kind::uuid: {
    const std::string is = "typeof(" + name + ") = 'text' and length(" + name + ") = 38";
    return column.nullable ? "(" + is + ") or typeof(" + name + ") = 'null'" : is;
  }
  case column_kind::shape:
    return "(typeof(" + name + ") = 'blob' and length(" + name + ") >= 18 and cast(hex(substr(" + name
      + ",1,1)) as integer) = 64)" + (column.nullable ? " or typeof(" + name + ") = 'null'" : "");
  }
  return {};
}

} // namespace

std::string sql_name(const std::string& name) {
  const bool plain = !name.empty() && std::isdigit(static_cast<unsigned char>(name.front())) == 0
    && std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
  if (plain && sqlite3_keyword_check(name.data(), static_cast<int>(name.size())) == 0)
    return name;
  std::string quoted = "\"";
  for (const char c : name)
    quoted += c == '"' ? std::string{"\"\""} : std::string{c};
  return quoted + '"';
}

std::string column_definition(const gdb_column& column, bool archived) {
  if (column.kind == column_kind::row_id && !(archived && column.role == column_role::plain))
    return sql_name(column.name) + " integer primary key not null";
  gdb_column stored = column;
  if (column.kind == column_kind::row_id) {
    stored.kind = column_kind::int32;
    stored.nullable = false;
  }
  std::string text = sql_name(stored.name) + ' ' + declared_type(stored) + " check(" + check(stored) + ")";
  if (!stored.nullable)
    text += " not null";
  if (stored.unique)
    text += " unique";
  if (!stored.default_value.empty())
    text += " default " + stored.default_value;
  return text;
}

std::string table_definition(const std::string& table, const std::vector<gdb_column>& columns, bool archived) {
  std::string text = "CREATE TABLE " + sql_name(table) + " (";
  for (const gdb_column& column : columns)
    text += (&column == &columns.front() ? "" : ", ") + column_definition(column, archived);
  return text + ")";
}

int registry_type(column_kind kind) {
  switch (kind) {
  case column_kind::int16: return 1;
  case column_kind::row_id:
  case column_kind::int32: return 2;
  case column_kind::float32: return 3;
  case column_kind::float64: return 4;
  case column_kind::text: return 5;
  case column_kind::blob: return 6;
  case column_kind::date: return 7;
  case column_kind::shape: return 8;
  case column_kind::xml: return 10;
  case column_kind::uuid: return 12;
  case column_kind::long_text: return 13;
  }
  return 0;
}

bool has_registry_size(column_kind kind) {
  return kind != column_kind::blob && kind != column_kind::shape && kind != column_kind::xml
    && kind != column_kind::long_text;
}

int registry_size(const gdb_column& column) {
  if (column.kind == column_kind::text)
    return column.size;
  return column.kind == column_kind::uuid ? uuid_size : 0;
}

int registry_flags(const gdb_column& column) {
  if (column.role == column_role::archiving)
    return flag_archiving;
  if (column.role == column_role::global_id)
    return flag_global_id;
  switch (column.kind) {
  case column_kind::row_id: return flag_row_id;
  case column_kind::shape: return flag_shape;
  case column_kind::xml: return flag_xml;
  default: return column.nullable ? flag_nullable : 0;
  }
}

} // namespace sandbox
