#include "sandbox/geodatabase/table_writer.hpp"

#include <algorithm>

namespace sandbox {

namespace {

// Julian days. A current row ends at 9999-12-31 23:59:59; downloaded rows begin at 1970-01-01 00:00:01.
constexpr double end_of_time = 5373484.4999884255;
constexpr double begin_of_time = 2440587.500011574;

constexpr const char* is_current = "gdb_to_date BETWEEN (julianday ('9999-12-31 23:59:59') - 0.000000001) AND "
                                   "(julianday ('9999-12-31 23:59:59') + 0.000000001)";

std::vector<gdb_column> archiving_columns() {
  gdb_column from{"gdb_from_date", column_kind::date, 0, false, column_role::archiving, "Archiving from date.",
    "(gdb_transaction_time ())", false};
  gdb_column to{"gdb_to_date", column_kind::date, 0, false, column_role::archiving, "Archiving to date.",
    "(julianday ('9999-12-31 23:59:59'))", false};
  gdb_column id{
    "gdb_archive_oid", column_kind::row_id, 0, false, column_role::archiving, "Archiving record unique id.", "", false};
  return {id, from, to};
}

table_flags flags_of(const gdb_class& described, bool archived) {
  if (described.is_spatial())
    return archived ? table_flags::archived_feature_class : table_flags::feature_class;
  return archived ? table_flags::archived_table : table_flags::table;
}

} // namespace

table_writer::table_writer(sqlite_file& file, geodatabase_catalog& catalog, const gdb_class& described, bool archived)
  : file_{file},
    catalog_{catalog},
    described_{described},
    archived_{archived},
    columns_{described.columns()} {
  if (archived_) {
    for (const gdb_column& added : archiving_columns())
      columns_.push_back(added);
  }
  file_.execute(table_definition(described_.name, columns_, archived_));
  std::string places = "?";
  for (std::size_t i = 1; i < columns_.size(); ++i)
    places += ",?";
  insert_.emplace(file_.handle(), "INSERT INTO " + sql_name(described_.name) + " VALUES(" + places + ")");
  if (described_.is_spatial()) {
    index_ = catalog_.create_spatial_index(described_.name, shape_column);
    index_entry_.emplace(file_.handle(), "INSERT INTO " + index_ + " VALUES(?,?,?,?,?)");
  }
}

void table_writer::add(std::int64_t row_id, std::vector<cell> cells, const envelope& extent) {
  ++rows_;
  largest_row_id_ = std::max(largest_row_id_, row_id);
  if (archived_)
    cells.insert(cells.end(), {cell{rows_}, cell{begin_of_time}, cell{end_of_time}});
  file_.run(*insert_, cells);
  if (extent.empty() || !index_entry_)
    return;
  extent_.include(extent);
  // The index goes by SQLite's own row ids.
  file_.run(*index_entry_,
    std::vector<cell>{archived_ ? rows_ : row_id, rounded_down(extent.min_x), rounded_up(extent.max_x),
      rounded_down(extent.min_y), rounded_up(extent.max_y)});
}

void table_writer::finish(int srid) {
  std::int64_t layer_id = 0;
  if (described_.is_spatial())
    layer_id =
      catalog_.register_layer(described_.name, shape_column, {described_.type, described_.has_z}, srid, extent_);
  const std::int64_t registration =
    catalog_.register_table(described_.name, described_.row_id(), flags_of(described_, archived_), columns_, layer_id);
  catalog_.set_row_id_generator(registration, largest_row_id_);
  write_indices(registration);
  if (archived_)
    write_views();
  if (described_.is_spatial())
    catalog_.create_spatial_triggers(described_.name, shape_column);
}

void table_writer::write_indices(std::int64_t registration) {
  const std::string id = std::to_string(registration), on = " ON " + sql_name(described_.name);
  const std::string row_id = sql_name(described_.row_id()), global_id = sql_name(described_.global_id());
  if (!described_.indexed.empty())
    file_.execute("CREATE INDEX GDB_" + id + "_" + described_.indexed + on + " (" + described_.indexed + " ASC)");
  if (!archived_) {
    file_.execute("CREATE UNIQUE INDEX UUID_" + id + on + " (" + global_id + " ASC)");
    return;
  }
  file_.execute("CREATE UNIQUE INDEX UUID_" + id + on + " (" + global_id + " ASC,gdb_to_date ASC)");
  file_.execute("CREATE UNIQUE INDEX r" + id + "_gdb_xpk" + on + " (" + row_id + " ASC,gdb_to_date ASC)");
  file_.execute("CREATE INDEX gdb_ct1_" + id + on + " (gdb_from_date ASC,gdb_to_date ASC)");
  file_.execute("CREATE UNIQUE INDEX gdb_ct4_" + id + on + " (" + row_id + " ASC,gdb_from_date ASC)");
}

/// The fields, without those of archiving.
std::string table_writer::names(const char* prefix) const {
  std::string list;
  for (const gdb_field& one : described_.fields)
    list += (list.empty() ? "" : ",") + std::string{prefix} + sql_name(one.column.name);
  return list;
}

void table_writer::write_views() {
  const std::string table = sql_name(described_.name);
  const std::string row_id = sql_name(described_.row_id());
  const std::string view = described_.name + "_evw", same = row_id + " = OLD." + row_id;
  const std::string into = " INTO " + table + " (" + names("") + ",gdb_from_date,gdb_to_date) VALUES (";
  const std::string end_of_row = ",julianday ('9999-12-31 23:59:59')); END";
  std::string values = names("NEW.");
  const std::string new_id = "NEW." + row_id;
  values.replace(
    values.find(new_id), new_id.size(), "IFNULL (" + new_id + ",Next_RowID (NULL,'" + described_.name + "'))");
  file_.execute("CREATE VIEW " + view + " AS SELECT " + names("") + " FROM " + table + " WHERE " + is_current);
  file_.execute("CREATE TRIGGER " + view + "_insert INSTEAD OF INSERT ON " + view + " BEGIN INSERT" + into + values
    + ",gdb_transaction_time ()" + end_of_row);
  file_.execute("CREATE TRIGGER " + view + "_delete INSTEAD OF DELETE ON " + view + " BEGIN DELETE FROM " + table
    + " WHERE " + same
    + " AND gdb_from_date BETWEEN (gdb_transaction_time () - 0.000000001) AND (gdb_transaction_time () + 0.000000001); "
      "UPDATE OR REPLACE "
    + table + " SET gdb_to_date = gdb_transaction_time () WHERE " + same + " AND " + is_current + "; END");
  file_.execute("CREATE TRIGGER " + view + "_update INSTEAD OF UPDATE ON " + view + " BEGIN UPDATE OR IGNORE " + table
    + " SET gdb_to_date = gdb_transaction_time () WHERE " + same + " AND " + is_current + "; REPLACE" + into
    + names("NEW.") + ",(SELECT MAX (gdb_to_date) FROM " + table + " WHERE " + same
    + " AND gdb_to_date < julianday ('9999-12-31 23:59:59'))" + end_of_row);
}

} // namespace sandbox
