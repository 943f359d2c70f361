#include "sandbox/geodatabase/feature_table.hpp"

#include <algorithm>

#include "sandbox/geodatabase/geodatabase_xml.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

// Julian days. A current row ends at 9999-12-31 23:59:59; downloaded rows begin at 1970-01-01 00:00:01.
constexpr double end_of_time = 5373484.4999884255;
constexpr double begin_of_time = 2440587.500011574;
constexpr double julian_epoch = 2440587.5;
constexpr double milliseconds_per_day = 86400000;

constexpr const char* is_current = "gdb_to_date BETWEEN (julianday ('9999-12-31 23:59:59') - 0.000000001) AND "
                                   "(julianday ('9999-12-31 23:59:59') + 0.000000001)";

gdb_column column_of(const field& source) {
  gdb_column made{source.name, column_kind::text, source.length, source.nullable, column_role::plain, {}, {}, false};
  switch (source.type) {
  case field_type::object_id: made.kind = column_kind::row_id; break;
  case field_type::global_id:
    made.kind = column_kind::uuid;
    made.nullable = false;
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
  return made;
}

std::vector<gdb_column> archiving_columns() {
  gdb_column from{"gdb_from_date", column_kind::date, 0, false, column_role::archiving, "Archiving from date.",
    "(gdb_transaction_time ())", false};
  gdb_column to{"gdb_to_date", column_kind::date, 0, false, column_role::archiving, "Archiving to date.",
    "(julianday ('9999-12-31 23:59:59'))", false};
  gdb_column id{
    "gdb_archive_oid", column_kind::row_id, 0, false, column_role::archiving, "Archiving record unique id.", "", false};
  return {id, from, to};
}

/// An attribute as its column stores it.
cell stored(const value& held, field_type type) {
  if (const auto* whole = std::get_if<std::int64_t>(&held)) {
    if (type == field_type::date)
      return static_cast<double>(*whole) / milliseconds_per_day + julian_epoch;
    if (type == field_type::single || type == field_type::real)
      return static_cast<double>(*whole);
    return *whole;
  }
  return std::visit([](const auto& one) -> cell { return one; }, held);
}

} // namespace

feature_table::feature_table(sqlite_file& file, geodatabase_catalog& catalog, const replica_layer& layer,
  const coordinate_grid& grid, bool archived)
  : file_{file},
    catalog_{catalog},
    layer_{layer},
    grid_{grid},
    archived_{archived},
    table_{layer.source->dataset_name()} {
  for (const field& source : layer.source->fields) {
    if (source.type == field_type::object_id)
      row_id_ = source.name;
    if (source.type == field_type::global_id)
      global_id_ = source.name;
    columns_.push_back(column_of(source));
  }
  columns_.push_back({shape_column, column_kind::shape, 0, true, column_role::plain, {}, {}, false});
}

outcome<bool> feature_table::write() {
  std::vector<gdb_column> all = columns_;
  if (archived_) {
    for (const gdb_column& added : archiving_columns())
      all.push_back(added);
  }
  file_.execute(table_definition(table_, all, archived_));
  const auto filled = write_rows();
  if (!filled)
    return filled;
  const std::int64_t layer_id = catalog_.register_layer(table_, shape_column, layer_.source->type, grid_.srid, extent_);
  const std::int64_t registration = catalog_.register_table(
    table_, row_id_, archived_ ? table_flags::archived_feature_class : table_flags::feature_class, all, layer_id);
  std::int64_t largest = 0;
  for (std::size_t row : layer_.rows)
    largest = std::max(largest, layer_.source->rows[row].object_id);
  catalog_.set_row_id_generator(registration, largest);
  write_indices(registration);
  if (archived_)
    write_views();
  catalog_.create_spatial_triggers(table_, shape_column);
  return true;
}

outcome<bool> feature_table::write_rows() {
  const std::string index = catalog_.create_spatial_index(table_, shape_column);
  std::string places = "?";
  for (std::size_t i = 1; i < columns_.size(); ++i)
    places += ",?";
  if (archived_)
    places += ",?,?,?";
  sqlite_statement insert{file_.handle(), "INSERT INTO " + table_ + " VALUES(" + places + ")"};
  sqlite_statement entry{file_.handle(), "INSERT INTO " + index + " VALUES(?,?,?,?,?)"};
  std::int64_t number = 0;
  for (std::size_t row : layer_.rows) {
    const feature& source = layer_.source->rows[row];
    ++number;
    std::vector<cell> cells;
    for (std::size_t i = 0; i < source.attributes.size(); ++i)
      cells.push_back(stored(source.attributes[i], layer_.source->fields[i].type));
    const auto moved = project(source.shape, wgs84, grid_.srid);
    if (!moved)
      return problem{moved.error()};
    encoded_shape shape = encode_shape(*moved, grid_);
    cells.push_back(source.shape.empty() ? cell{} : cell{blob{std::move(shape.bytes)}});
    if (archived_)
      cells.insert(cells.end(), {cell{number}, cell{begin_of_time}, cell{end_of_time}});
    file_.run(insert, cells);
    if (shape.extent.empty())
      continue;
    extent_.include(shape.extent);
    file_.run(entry,
      std::vector<cell>{archived_ ? number : source.object_id, rounded_down(shape.extent.min_x),
        rounded_up(shape.extent.max_x), rounded_down(shape.extent.min_y), rounded_up(shape.extent.max_y)});
  }
  return true;
}

void feature_table::write_indices(std::int64_t registration) {
  const std::string id = std::to_string(registration), on = " ON " + table_;
  if (!archived_) {
    file_.execute("CREATE UNIQUE INDEX UUID_" + id + on + " (" + global_id_ + " ASC)");
    return;
  }
  file_.execute("CREATE UNIQUE INDEX UUID_" + id + on + " (" + global_id_ + " ASC,gdb_to_date ASC)");
  file_.execute("CREATE UNIQUE INDEX r" + id + "_gdb_xpk" + on + " (" + row_id_ + " ASC,gdb_to_date ASC)");
  file_.execute("CREATE INDEX gdb_ct1_" + id + on + " (gdb_from_date ASC,gdb_to_date ASC)");
  file_.execute("CREATE UNIQUE INDEX gdb_ct4_" + id + on + " (" + row_id_ + " ASC,gdb_from_date ASC)");
}

std::string feature_table::names(const char* prefix) const {
  std::string list;
  for (const gdb_column& column : columns_)
    list += (list.empty() ? "" : ",") + std::string{prefix} + column.name;
  return list;
}

void feature_table::write_views() {
  const std::string view = table_ + "_evw", same = row_id_ + " = OLD." + row_id_;
  const std::string into = " INTO " + table_ + " (" + names("") + ",gdb_from_date,gdb_to_date) VALUES (";
  const std::string end_of_row = ",julianday ('9999-12-31 23:59:59')); END";
  std::string values = names("NEW.");
  const std::string new_id = "NEW." + row_id_;
  values.replace(values.find(new_id), new_id.size(), "IFNULL (" + new_id + ",Next_RowID (NULL,'" + table_ + "'))");
  file_.execute("CREATE VIEW " + view + " AS SELECT " + names("") + " FROM " + table_ + " WHERE " + is_current);
  file_.execute("CREATE TRIGGER " + view + "_insert INSTEAD OF INSERT ON " + view + " BEGIN INSERT" + into + values
    + ",gdb_transaction_time ()" + end_of_row);
  file_.execute("CREATE TRIGGER " + view + "_delete INSTEAD OF DELETE ON " + view + " BEGIN DELETE FROM " + table_
    + " WHERE " + same
    + " AND gdb_from_date BETWEEN (gdb_transaction_time () - 0.000000001) AND (gdb_transaction_time () + 0.000000001); "
      "UPDATE OR REPLACE "
    + table_ + " SET gdb_to_date = gdb_transaction_time () WHERE " + same + " AND " + is_current + "; END");
  file_.execute("CREATE TRIGGER " + view + "_update INSTEAD OF UPDATE ON " + view + " BEGIN UPDATE OR IGNORE " + table_
    + " SET gdb_to_date = gdb_transaction_time () WHERE " + same + " AND " + is_current + "; REPLACE" + into
    + names("NEW.") + ",(SELECT MAX (gdb_to_date) FROM " + table_ + " WHERE " + same
    + " AND gdb_to_date < julianday ('9999-12-31 23:59:59'))" + end_of_row);
}

encoded_shape extent_shape(const envelope& extent, int wkid) {
  const coordinate_grid grid = *standard_grid(wgs84);
  if (extent.empty())
    return encode_shape({geometry_type::polygon, {}}, grid);
  const auto moved = project(geometry{geometry_type::polygon, make_area(extent, wkid).rings}, wkid, wgs84);
  return encode_shape(moved ? *moved : geometry{geometry_type::polygon, {}}, grid);
}

} // namespace sandbox
