#include "sandbox/geodatabase/gdb_class.hpp"

#include <algorithm>

namespace sandbox {

namespace {

constexpr int largest_attachment = 2'000'000'000; // bytes; more than any cell of SQLite holds by default

gdb_column column_of(const field& source) {
  gdb_column made{source.name, column_kind::text, source.length, source.nullable, column_role::plain, {}, {}, false};
  switch (source.type) {
  case field_type::object_id: made.kind = column_kind::row_id; break;
  case field_type::global_id:
    made.kind = column_kind::uuid;
    made.role = column_role::global_id;
    break;
  case field_type::guid: made.kind = column_kind::uuid; break;
  case field_type::text: break;
  case field_type::small_integer: made.kind = column_kind::int16; break;
  case field_type::integer: made.kind = column_kind::int32; break;
  case field_type::single: made.kind = column_kind::float32; break;
  case field_type::real: made.kind = column_kind::float64; break;
  case field_type::date: made.kind = column_kind::date; break;
  }
  if (source.type == field_type::object_id || source.type == field_type::global_id)
    made.nullable = false;
  return made;
}

gdb_field plain_field(const char* name, column_kind kind, int size = 0, bool nullable = true) {
  gdb_field made;
  made.column = {name, kind, size, nullable, column_role::plain, {}, {}, false};
  return made;
}

std::string name_of_first(const std::vector<gdb_field>& fields, column_kind kind, column_role role) {
  const auto found = std::find_if(fields.begin(), fields.end(),
    [&](const gdb_field& one) { return one.column.kind == kind && one.column.role == role; });
  return found == fields.end() ? std::string{} : found->column.name;
}

} // namespace

std::string gdb_class::row_id() const { return name_of_first(fields, column_kind::row_id, column_role::plain); }

std::string gdb_class::global_id() const { return name_of_first(fields, column_kind::uuid, column_role::global_id); }

std::vector<gdb_column> gdb_class::columns() const {
  std::vector<gdb_column> all;
  for (const gdb_field& one : fields)
    all.push_back(one.column);
  return all;
}

gdb_class class_of(const table& source) {
  gdb_class made;
  made.name = source.dataset_name();
  made.alias = source.name;
  for (const field& one : source.fields)
    made.fields.push_back({column_of(one), one.alias, one.domain, one.default_value, one.editable});
  if (source.is_spatial())
    made.fields.push_back(plain_field(shape_column, column_kind::shape));
  made.type = source.type;
  made.has_z = source.has_z;
  if (!source.subtype_field.empty())
    made.subtypes_of = &source;
  return made;
}

gdb_class attachment_class_of(const table& source) {
  gdb_class made;
  made.name = source.dataset_name() + "__ATTACH";
  made.alias = made.name;
  made.fields = {plain_field("ATTACHMENTID", column_kind::row_id, 0, false),
    plain_field("GLOBALID", column_kind::uuid, 0, false), plain_field("REL_GLOBALID", column_kind::uuid, 0, false),
    plain_field("CONTENT_TYPE", column_kind::text, 150, false), plain_field("ATT_NAME", column_kind::text, 250, false),
    plain_field("DATA_SIZE", column_kind::int32, 0, false), plain_field("DATA", column_kind::blob, largest_attachment)};
  made.fields[1].column.role = column_role::global_id;
  made.indexed = "REL_GLOBALID";
  return made;
}

std::string qualified(const std::string& name) { return "main." + name; }

} // namespace sandbox
