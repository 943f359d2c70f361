#include "sandbox/geodatabase/geodatabase_catalog.hpp"

#include <cmath>
#include <limits>

#include <sqlite3.h>

#include "sandbox/geodatabase/geodatabase_types.hpp"
#include "sandbox/base/text.hpp"

namespace sandbox {

namespace {

constexpr std::int64_t items_registration = 2, relationships_registration = 3, item_types_registration = 4,
                       relationship_types_registration = 5, replica_log_registration = 6;

// Tables without checks, and the two virtual ones. Those need modules that only the vendor has: their rows of the
// schema are written as they are, which is all that stays of them in a file.
constexpr const char* plain_tables = R"(
CREATE TABLE GDB_Version (major int32 primary key not null, minor int32 not null, bugfix int32 not null, description text(96) not null, release int32 not null, sdesvr_rel_low int32 not null);
CREATE TABLE st_aux_spatial_reference_systems (srid INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, auth_name TEXT(256), auth_srid INT32, srtext TEXT(2048), falsex FLOAT64 NOT NULL, falsey FLOAT64 NOT NULL, xyunits FLOAT64 NOT NULL, falsez FLOAT64 DEFAULT 0.0, zunits FLOAT64 DEFAULT 1.0, falsem FLOAT64 DEFAULT 0.0, munits FLOAT64 DEFAULT 1.0, xycluster_tol FLOAT64, zcluster_tol FLOAT64, mcluster_tol FLOAT64, object_flags INT32 DEFAULT 1);
CREATE TABLE st_geometry_columns (gcid INTEGER PRIMARY KEY AUTOINCREMENT, f_table_name CLOB NOT NULL, f_geometry_column CLOB NOT NULL, geometry_type INT32, coord_dimension INT32, srid INTEGER NOT NULL, spatial_index_type CLOB, CONSTRAINT gc_uk UNIQUE (f_table_name,f_geometry_column));
CREATE TABLE GDB_Layers (layer_id INTEGER PRIMARY KEY AUTOINCREMENT, description TEXT(65), table_name TEXT(128) NOT NULL, spatial_column TEXT(128) NOT NULL, eflags INT32 NOT NULL, layer_mask INT32 NOT NULL, minx FLOAT64 NOT NULL, miny FLOAT64 NOT NULL, maxx FLOAT64 NOT NULL, maxy FLOAT64 NOT NULL, minz FLOAT64, minm FLOAT64, maxz FLOAT64, maxm FLOAT64, cdate INT64 NOT NULL, minimum_id INT64, srid INTEGER NOT NULL, base_layer_id INTEGER NOT NULL, CONSTRAINT layer_uk UNIQUE (table_name,spatial_column));
CREATE TABLE GDB_Metadata (record_id INTEGER PRIMARY KEY AUTOINCREMENT, object_name TEXT(160) NOT NULL, object_type INT32 NOT NULL, class_name TEXT(32), property TEXT(32), prop_value TEXT(255), description TEXT(65), creation_date realdate);
CREATE TABLE GDB_TableRegistry (registration_id INTEGER PRIMARY KEY AUTOINCREMENT, table_name TEXT(128) NOT NULL UNIQUE, rowid_column TEXT(32), description TEXT(65), object_flags INT32 NOT NULL, registration_date INT64 NOT NULL, minimum_id INT64);
CREATE TABLE GDB_Locators (locator_id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT(32) NOT NULL UNIQUE, category TEXT(32) NOT NULL, type INT32 NOT NULL, description TEXT(65));
CREATE TABLE GDB_ColumnRegistry (table_name TEXT(128) NOT NULL, column_name TEXT(32) NOT NULL, sde_type INT32 NOT NULL, column_size INT32, decimal_digits INT32, description TEXT(65), object_flags INT32 NOT NULL, object_id INT32, CONSTRAINT colregistry_pk PRIMARY KEY (table_name,column_name));
CREATE TABLE GDB_TablesModified (table_name text(32) not null, time_last_modified int64);
CREATE TABLE GDB_RowidGenerators (registration_id int32 not null, base_id int64 not null, num_ids int64 not null, last_id int64, CONSTRAINT GDB_RowidGenerators_pk PRIMARY KEY (registration_id,base_id));
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema VALUES('table','st_spatial_reference_systems','st_spatial_reference_systems',0,'CREATE VIRTUAL TABLE st_spatial_reference_systems USING VSRS()');
INSERT INTO sqlite_schema VALUES('table','st_vtspindex_interface','st_vtspindex_interface',0,'CREATE VIRTUAL TABLE st_vtspindex_interface USING VTSpindex()');
PRAGMA writable_schema=OFF;
)";

using kind = column_kind;

gdb_column column(const char* name, kind of, int size = 0, bool nullable = true) {
  return {name, of, size, nullable, column_role::plain, {}, {}, false};
}
gdb_column needed(const char* name, kind of, int size = 0) { return column(name, of, size, false); }

gdb_column unique_id(const char* name, column_role role) {
  gdb_column made = needed(name, kind::uuid);
  made.role = role;
  made.unique = true;
  return made;
}

std::vector<gdb_column> modified_columns() {
  auto name = needed("table_name", kind::text, 160);
  name.unique = true;
  return {name, needed("last_modified_count", kind::int32)};
}

std::vector<gdb_column> item_columns() {
  return {column("ObjectID", kind::row_id), unique_id("UUID", column_role::global_id), needed("Type", kind::uuid),
    column("Name", kind::text, 226), column("PhysicalName", kind::text, 226), column("Path", kind::text, 512),
    column("Url", kind::text, 255), column("Properties", kind::int32), column("Defaults", kind::blob, 52428800),
    column("DatasetSubtype1", kind::int32), column("DatasetSubtype2", kind::int32),
    column("DatasetInfo1", kind::text, 255), column("DatasetInfo2", kind::text, 255), column("Definition", kind::xml),
    column("Documentation", kind::xml), column("ItemInfo", kind::xml), column("Shape", kind::shape)};
}

std::vector<gdb_column> relationship_columns() {
  return {column("ObjectID", kind::row_id), unique_id("UUID", column_role::global_id), needed("Type", kind::uuid),
    needed("OriginID", kind::uuid), needed("DestID", kind::uuid), column("Properties", kind::int32),
    column("Attributes", kind::xml)};
}

std::vector<gdb_column> item_type_columns() {
  return {column("ObjectID", kind::row_id), unique_id("UUID", column_role::plain), needed("Name", kind::text, 226),
    needed("ParentTypeID", kind::uuid)};
}

std::vector<gdb_column> relationship_type_columns() {
  return {column("ObjectID", kind::row_id), unique_id("UUID", column_role::plain), needed("Name", kind::text, 226),
    column("ForwardLabel", kind::text, 226), column("BackwardLabel", kind::text, 226),
    needed("OrigItemTypeID", kind::uuid), needed("DestItemTypeID", kind::uuid), column("IsContainment", kind::int16)};
}

std::vector<gdb_column> replica_log_columns() {
  return {column("ID", kind::row_id), needed("ReplicaID", kind::int32), needed("Event", kind::int32),
    needed("ErrorCode", kind::int32), needed("LogDate", kind::date), needed("SourceBeginGen", kind::int32),
    needed("SourceEndGen", kind::int32), needed("TargetGen", kind::int32)};
}

std::vector<gdb_column> service_item_columns() {
  return {column("OBJECTID", kind::row_id), needed("ItemType", kind::int16), needed("ItemInfo", kind::long_text),
    needed("ItemId", kind::int32), needed("DatasetName", kind::text, 1024),
    column("AdvancedDrawingInfo", kind::long_text)};
}

/// GDB_Layers.eflags and the number of the type in st_geometry_columns.
struct layer_kind {
  std::int64_t flags;
  std::int64_t type;
};

// Bits of eflags as real files have them.
constexpr std::int64_t flag_base = 0x4400081, flag_points = 0x02, flag_lines = 0x0C, flag_areas = 0x10,
                       flag_many_parts = 0x40000, flag_z = 0x10000;

layer_kind layer_kind_of(geometry_type type) {
  switch (type) {
  case geometry_type::point: return {flag_base | flag_points, 1};
  case geometry_type::multipoint: return {flag_base | flag_points | flag_many_parts, 2};
  case geometry_type::polyline: return {flag_base | flag_lines | flag_many_parts, 5};
  case geometry_type::polygon:
  case geometry_type::none: break;
  }
  return {flag_base | flag_areas | flag_many_parts, 6};
}

int fold_case(void*, int left_size, const void* left, int right_size, const void* right) {
  const std::string a{static_cast<const char*>(left), static_cast<std::size_t>(left_size)};
  const std::string b{static_cast<const char*>(right), static_cast<std::size_t>(right_size)};
  return sqlite3_stricmp(a.c_str(), b.c_str());
}

void transaction_time(sqlite3_context* context, int, sqlite3_value**) { sqlite3_result_double(context, 0); }

/// Names that statements of this file mention: the case-blind order of item names, and the default of a column that
/// is never left out here.
void register_names(sqlite3* database) {
  sqlite3_create_collation(database, "ICUFOLDCASE", SQLITE_UTF8, nullptr, fold_case);
  sqlite3_create_function(
    database, "gdb_transaction_time", 0, SQLITE_UTF8, nullptr, transaction_time, nullptr, nullptr);
}

} // namespace

geodatabase_catalog::geodatabase_catalog(sqlite_file& file, std::int64_t now, const std::string& seed)
  : file_{file},
    now_{now},
    random_{hash_of(seed)} {
  if (!file_.ok())
    return;
  register_names(file_.handle());
  create_plain_tables();
  create_item_tables();
  fill_type_tables();
}

void geodatabase_catalog::create_plain_tables() {
  file_.execute(plain_tables);
  file_.insert(
    "INSERT INTO GDB_Version VALUES(?,?,?,?,?,?)", {10, 5, 1, std::string{"10.5.1 Geodatabase"}, 105011, 93001});
  file_.execute("INSERT INTO st_aux_spatial_reference_systems "
                "VALUES(300000,'ESRI',300000,'UNKNOWN',-450359962737.05,-450359962737.05,10000.0,0.0,1.0,0.0,1.0,NULL,"
                "NULL,NULL,1)");
  for (const char* table : {"GDB_Layers", "GDB_TableRegistry"})
    file_.insert("INSERT INTO GDB_TablesModified VALUES(?,?)", {std::string{table}, now_});
}

void geodatabase_catalog::create_item_tables() {
  const auto create = [this](const char* table, const char* row_id, table_flags flags,
                        const std::vector<gdb_column>& columns, std::int64_t layer = 0) {
    file_.execute(table_definition(table, columns));
    register_table(table, row_id, flags, columns, layer);
  };
  create("GDB_Tables_Last_Modified", "", table_flags::system, modified_columns());
  const std::int64_t layer = register_layer("GDB_Items", "Shape", {geometry_type::polygon, false}, wgs84, {});
  create("GDB_Items", "ObjectID", table_flags::items, item_columns(), layer);
  create("GDB_ItemRelationships", "ObjectID", table_flags::relationships, relationship_columns());
  create("GDB_ItemTypes", "ObjectID", table_flags::table, item_type_columns());
  create("GDB_ItemRelationshipTypes", "ObjectID", table_flags::table, relationship_type_columns());
  create("GDB_ReplicaLog", "ID", table_flags::table, replica_log_columns());
  create_spatial_index("GDB_Items", "Shape");
  file_.execute(R"(
CREATE INDEX Items_Type_idx on GDB_Items (Type ASC);
CREATE INDEX Items_Name_idx on GDB_Items (Name ASC);
CREATE INDEX Items_PhysicalName_idx on GDB_Items (PhysicalName ASC);
CREATE INDEX Items_Name_icufoldcase ON GDB_Items (Name COLLATE ICUFOLDCASE ASC);
CREATE INDEX GDB_ItemRel_Type_idx on GDB_ItemRelationships (Type ASC);
CREATE INDEX GDB_ItemRel_OriginID_idx on GDB_ItemRelationships (OriginID ASC);
CREATE INDEX GDB_ItemRel_DestID_idx on GDB_ItemRelationships (DestID ASC);
CREATE INDEX ItemTypes_Name_idx on GDB_ItemTypes (Name ASC);
CREATE INDEX ItemTypes_ParentTypeID_idx on GDB_ItemTypes (ParentTypeID ASC);
CREATE INDEX ItmRTypes_Name_idx on GDB_ItemRelationshipTypes (Name ASC);
CREATE INDEX ItmRTypes_ForwardLabel_idx on GDB_ItemRelationshipTypes (ForwardLabel ASC);
CREATE INDEX ItmRTypes_BackwardLabel_idx on GDB_ItemRelationshipTypes (BackwardLabel ASC);
CREATE INDEX ItmRTypes_OrigItemTypeID_idx on GDB_ItemRelationshipTypes (OrigItemTypeID ASC);
CREATE INDEX ItmRTypes_DestItemTypeID_idx on GDB_ItemRelationshipTypes (DestItemTypeID ASC);
)");
  for (const char* table :
    {"GDB_ITEMS", "GDB_ITEMRELATIONSHIPS", "GDB_ITEMTYPES", "GDB_ITEMRELATIONSHIPTYPES", "GDB_REPLICALOG"}) {
    file_.insert("INSERT INTO GDB_Tables_Last_Modified VALUES(?,0)", {std::string{table}});
  }
}

void geodatabase_catalog::fill_type_tables() {
  for (const item_type& row : item_types()) {
    file_.insert("INSERT INTO GDB_ItemTypes(UUID,Name,ParentTypeID) VALUES(?,?,?)",
      {std::string{row.uuid}, std::string{row.name}, std::string{row.parent}});
  }
  for (const relationship_type& row : relationship_types()) {
    file_.insert("INSERT INTO "
                 "GDB_ItemRelationshipTypes(UUID,Name,ForwardLabel,BackwardLabel,OrigItemTypeID,DestItemTypeID,"
                 "IsContainment) VALUES(?,?,?,?,?,?,?)",
      {std::string{row.uuid}, std::string{row.name}, std::string{row.forward_label}, std::string{row.backward_label},
        std::string{row.origin_type}, std::string{row.destination_type}, static_cast<std::int64_t>(row.containment)});
  }
}

std::int64_t geodatabase_catalog::register_table(const std::string& table, const std::string& row_id, table_flags flags,
  const std::vector<gdb_column>& columns, std::int64_t layer_id) {
  file_.insert("INSERT INTO GDB_TableRegistry VALUES(?,?,?,NULL,?,?,1)",
    {++registrations_, table, row_id.empty() ? cell{} : cell{row_id}, static_cast<std::int64_t>(flags), now_});
  register_columns(table, columns, layer_id);
  return registrations_;
}

void geodatabase_catalog::register_columns(
  const std::string& table, const std::vector<gdb_column>& columns, std::int64_t layer_id) {
  for (const gdb_column& one : columns) {
    file_.insert("INSERT INTO GDB_ColumnRegistry VALUES(?,?,?,?,?,?,?,?)",
      {table, one.name, static_cast<std::int64_t>(registry_type(one.kind)),
        has_registry_size(one.kind) ? cell{static_cast<std::int64_t>(registry_size(one))} : cell{},
        one.kind == kind::float32 || one.kind == kind::float64 ? cell{std::int64_t{0}} : cell{},
        one.description.empty() ? cell{} : cell{one.description}, static_cast<std::int64_t>(registry_flags(one)),
        one.kind == kind::shape ? cell{layer_id} : cell{}});
  }
}

std::int64_t geodatabase_catalog::register_layer(
  const std::string& table, const std::string& column_name, stored_shapes shapes, int srid, const envelope& extent) {
  const layer_kind is = layer_kind_of(shapes.type);
  // How the format says that there is nothing.
  const double nothing = 9.999e35;
  const envelope box = extent.empty() ? envelope{nothing, nothing, -nothing, -nothing} : extent;
  file_.insert("INSERT INTO GDB_Layers VALUES(?,NULL,?,?,?,0,?,?,?,?,NULL,NULL,NULL,NULL,?,1,?,0)",
    {++layers_, table, column_name, is.flags | (shapes.has_z ? flag_z : 0), box.min_x, box.min_y, box.max_x, box.max_y,
      now_, static_cast<std::int64_t>(srid)});
  file_.insert("INSERT INTO "
               "st_geometry_columns(f_table_name,f_geometry_column,geometry_type,coord_dimension,srid,spatial_index_"
               "type) VALUES(?,?,?,?,?,'RTREEXY')",
    {table, column_name, is.type, std::int64_t{shapes.has_z ? 3 : 2}, static_cast<std::int64_t>(srid)});
  return layers_;
}

std::string geodatabase_catalog::create_spatial_index(const std::string& table, const std::string& column_name) {
  const std::string name = "\"st_spindex__" + table + "_" + column_name + "\"";
  file_.execute("CREATE VIRTUAL TABLE " + name + " USING RTREE (pkid,minx,maxx,miny,maxy)");
  return name;
}

void geodatabase_catalog::create_spatial_triggers(const std::string& table, const std::string& column_name) {
  const std::string on = sql_name(table), suffix = table + "_" + column_name + "\" ",
                    index = "\"st_spindex__" + table + "_" + column_name + "\"";
  const std::string entry = "(" + index + ",NEW." + column_name + ",NEW._ROWID_,2); ",
                    drop = "DELETE FROM " + index + " WHERE pkid = OLD._ROWID_; ";
  file_.execute("CREATE TRIGGER \"st_insert_trigger_" + suffix + "AFTER INSERT ON " + on
    + " FOR EACH ROW BEGIN SELECT InsertIndexEntry " + entry + "END");
  file_.execute(
    "CREATE TRIGGER \"st_delete_trigger_" + suffix + "AFTER DELETE ON " + on + " FOR EACH ROW BEGIN " + drop + "END");
  file_.execute("CREATE TRIGGER \"st_update_trigger_" + suffix + "AFTER UPDATE OF " + column_name + " ON " + on
    + " WHEN OLD._ROWID_ = NEW._ROWID_ BEGIN SELECT UpdateIndexEntry " + entry + "END");
  const std::string of = table == "GDB_Items" ? " OF " + column_name : "";
  file_.execute("CREATE TRIGGER \"st_update1_trigger_" + suffix + "AFTER UPDATE" + of + " ON " + on
    + " WHEN OLD._ROWID_ != NEW._ROWID_ BEGIN " + drop + "SELECT UpdateIndexEntry " + entry + "END");
}

void geodatabase_catalog::set_row_id_generator(std::int64_t registration, std::int64_t largest) {
  file_.insert("INSERT INTO GDB_RowidGenerators VALUES(?,?,-1,?)", {registration, largest + 1, largest + 1});
}

std::int64_t geodatabase_catalog::add_item(const gdb_item& item) {
  const cell url = item_count_ == 0 ? cell{} : cell{std::string{}};
  file_.insert("INSERT INTO GDB_Items VALUES(?,?,?,?,?,?,?,?,NULL,?,?,?,?,?,NULL,NULL,?)",
    {++item_count_, item.uuid, std::string{item.type}, item.name, item.physical_name, item.path, url, item.properties,
      item.subtype1, item.subtype2, item.info1, item.info2, item.definition.empty() ? cell{} : cell{item.definition},
      item.shape});
  if (!item.shape_extent.empty()) {
    const envelope& box = item.shape_extent;
    file_.insert("INSERT INTO \"st_spindex__GDB_Items_Shape\" VALUES(?,?,?,?,?)",
      {item_count_, rounded_down(box.min_x), rounded_up(box.max_x), rounded_down(box.min_y), rounded_up(box.max_y)});
    file_.insert("UPDATE GDB_Layers SET minx=min(?1,CASE WHEN minx>9e35 THEN ?1 ELSE minx END),miny=min(?2,CASE WHEN "
                 "miny>9e35 THEN ?2 ELSE miny END),"
                 "maxx=max(?3,CASE WHEN maxx<-9e35 THEN ?3 ELSE maxx END),maxy=max(?4,CASE WHEN maxy<-9e35 THEN ?4 "
                 "ELSE maxy END) WHERE table_name='GDB_Items'",
      {box.min_x, box.min_y, box.max_x, box.max_y});
  }
  return item_count_;
}

void geodatabase_catalog::relate(const char* type, const std::string& origin, const std::string& destination) {
  file_.insert("INSERT INTO GDB_ItemRelationships VALUES(?,?,?,?,?,1,NULL)",
    {++relationship_count_, new_uuid(), std::string{type}, origin, destination});
}

void geodatabase_catalog::create_service_items() {
  file_.execute(table_definition("GDB_ServiceItems", service_item_columns()));
  service_items_registration_ =
    register_table("GDB_ServiceItems", "OBJECTID", table_flags::table, service_item_columns());
}

void geodatabase_catalog::add_service_item(
  std::int64_t type, std::int64_t id, const std::string& dataset, const std::string& info) {
  if (service_item_count_ == 0)
    create_service_items();
  file_.insert("INSERT INTO GDB_ServiceItems VALUES(?,?,?,?,?,NULL)", {++service_item_count_, type, info, id, dataset});
}

std::string geodatabase_catalog::new_uuid() {
  std::uint64_t halves[2];
  for (std::uint64_t& half : halves) { // splitmix64
    std::uint64_t mixed = random_ += 0x9e3779b97f4a7c15ull;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ull;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebull;
    half = mixed ^ (mixed >> 31);
  }
  halves[0] = (halves[0] & ~0xf000ull) | 0x4000ull;                               // version 4
  halves[1] = (halves[1] & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62); // variant of RFC 4122
  std::string text = "{";
  for (int digit = 0; digit < 32; ++digit) {
    if (digit == 8 || digit == 12 || digit == 16 || digit == 20)
      text += '-';
    text += "0123456789ABCDEF"[halves[digit / 16] >> (60 - 4 * (digit % 16)) & 0xf];
  }
  return text + "}";
}

void geodatabase_catalog::finish() {
  set_row_id_generator(items_registration, item_count_);
  set_row_id_generator(relationships_registration, relationship_count_);
  set_row_id_generator(item_types_registration, static_cast<std::int64_t>(item_types().size()));
  set_row_id_generator(relationship_types_registration, static_cast<std::int64_t>(relationship_types().size()));
  set_row_id_generator(replica_log_registration, 0);
  if (service_items_registration_ != 0)
    set_row_id_generator(service_items_registration_, service_item_count_);
  create_spatial_triggers("GDB_Items", "Shape");
}

double rounded_down(double number) {
  const auto nearest = static_cast<float>(number);
  return static_cast<double>(nearest) <= number ? nearest
                                                : std::nextafter(nearest, -std::numeric_limits<float>::infinity());
}

double rounded_up(double number) {
  const auto nearest = static_cast<float>(number);
  return static_cast<double>(nearest) >= number ? nearest
                                                : std::nextafter(nearest, std::numeric_limits<float>::infinity());
}

} // namespace sandbox
