#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/geodatabase/geodatabase_columns.hpp"
#include "sandbox/model/geometry.hpp"
#include "sandbox/geodatabase/sqlite_file.hpp"

namespace sandbox {

/// A row of GDB_Items.
struct gdb_item {
  std::string uuid;
  const char* type = "";
  std::string name;
  std::string physical_name;
  std::string path;
  std::int64_t properties = 1;
  cell subtype1, subtype2;
  cell info1, info2;
  std::string definition;
  cell shape;            ///< extent as a blob in WGS84, or null
  envelope shape_extent; ///< of that blob
};

/// What a registered table is: bits of GDB_TableRegistry.object_flags.
enum class table_flags : int {
  system = 0,
  table = 3,
  archived_table = 0x40003,
  feature_class = 0x4007,
  archived_feature_class = 0x44007,
  relationships = 0x400003,
  items = 0x404007
};

/// What a table's shapes are.
struct stored_shapes {
  geometry_type type = geometry_type::none;
  bool has_z = false;
};

/// The system tables of a mobile geodatabase (SQLite). Errors stay in the file.
class geodatabase_catalog {
public:
  /// Creates the tables and the rows that every geodatabase has. The file is borrowed; times are seconds since 1970;
  /// ids of rows are derived from `seed`.
  geodatabase_catalog(sqlite_file& file, std::int64_t now, const std::string& seed);

  /// GDB_TableRegistry, GDB_ColumnRegistry. `layer_id` of GDB_Layers for the geometry column. Gives the registration id.
  std::int64_t register_table(const std::string& table, const std::string& row_id, table_flags flags,
    const std::vector<gdb_column>& columns, std::int64_t layer_id = 0);
  /// Only the columns, as of a table registered already.
  void register_columns(const std::string& table, const std::vector<gdb_column>& columns, std::int64_t layer_id = 0);
  /// GDB_Layers and st_geometry_columns; `extent` in the layer's reference. Gives the layer id.
  std::int64_t register_layer(
    const std::string& table, const std::string& column, stored_shapes shapes, int srid, const envelope& extent);
  /// The spatial index of a table, empty, and its name.
  std::string create_spatial_index(const std::string& table, const std::string& column);
  /// The triggers that keep it; they call functions that only the vendor's extension has, so they come last.
  void create_spatial_triggers(const std::string& table, const std::string& column);
  void set_row_id_generator(std::int64_t registration, std::int64_t largest);

  /// Gives the ObjectID.
  std::int64_t add_item(const gdb_item& item);
  std::int64_t next_item_id() const { return item_count_ + 1; }
  void relate(const char* type, const std::string& origin, const std::string& destination);
  void add_service_item(std::int64_t type, std::int64_t id, const std::string& dataset, const std::string& info);
  std::string new_uuid();

  /// The counters and triggers that need to know everything.
  void finish();

private:
  void create_plain_tables();
  void create_item_tables();
  void fill_type_tables();
  void create_service_items();

  sqlite_file& file_;
  std::int64_t now_;
  std::uint64_t random_;
  std::int64_t registrations_ = 0;
  std::int64_t layers_ = 0;
  std::int64_t item_count_ = 0;
  std::int64_t relationship_count_ = 0;
  std::int64_t service_item_count_ = 0;
  std::int64_t service_items_registration_ = 0;
};

/// Numbers of an R-tree: 32-bit floats, rounded so that the box never shrinks.
double rounded_down(double number);
double rounded_up(double number);

} // namespace sandbox
