#include "sandbox/geodatabase/geodatabase.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <system_error>

#include "sandbox/base/digest.hpp"
#include "sandbox/geodatabase/class_xml.hpp"
#include "sandbox/geodatabase/definition_xml.hpp"
#include "sandbox/geodatabase/domain_xml.hpp"
#include "sandbox/geodatabase/geodatabase_catalog.hpp"
#include "sandbox/geodatabase/geodatabase_types.hpp"
#include "sandbox/geodatabase/relationship_class.hpp"
#include "sandbox/geodatabase/replica_rows.hpp"
#include "sandbox/geodatabase/sync_xml.hpp"
#include "sandbox/geodatabase/table_writer.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

/// The number for it in GDB_Items: points 1, multipoints 2, lines 3, polygons 4.
std::int64_t shape_code(geometry_type type) {
  switch (type) {
  case geometry_type::point: return 1;
  case geometry_type::multipoint: return 2;
  case geometry_type::polyline: return 3;
  case geometry_type::polygon: return 4;
  case geometry_type::none: break;
  }
  return 0;
}

/// `{UPPER-CASE}`, as geodatabases write ids.
std::string braced(const std::string& id) { return upper_case(id.starts_with('{') ? id : "{" + id + "}"); }

/// The extent of many features as rows of GDB_Items keep it: a closed rectangle in WGS84.
encoded_shape extent_shape(const envelope& extent, int wkid) {
  const storage_grid grid = *standard_grid(wgs84);
  if (extent.empty())
    return encode_shape({geometry_type::polygon, {}}, grid);
  const auto moved = project(geometry{geometry_type::polygon, make_area(extent, wkid).rings}, wkid, wgs84);
  return encode_shape(moved ? *moved : geometry{geometry_type::polygon, {}}, grid);
}

/// The domains that the fields of a table name, and its subtypes.
std::set<std::string> domains_of(const table& source) {
  std::set<std::string> names;
  for (const field& one : source.fields)
    names.insert(one.domain);
  for (const subtype& kind : source.subtypes) {
    for (const auto& [field_name, rule] : kind.domains)
      names.insert(rule);
  }
  names.erase("");
  return names;
}

std::vector<const table*> tables_of(const replica_request& request) {
  std::vector<const table*> all;
  for (const replica_layer& layer : request.layers)
    all.push_back(layer.source);
  return all;
}

/// Writes everything into one transaction of an open file.
class replica_writer {
public:
  replica_writer(sqlite_file& file, const replica_request& request)
    : file_{file},
      request_{request},
      archived_{request.model != sync_model::none},
      grid_{*standard_grid(request.wkid)},
      catalog_{file, request.created_ms / 1000, request.replica_id + request.replica_name},
      relationships_{relationship_classes(*request.service, tables_of(request))} {}

  outcome<bool> write(const placed_geometry& asked) {
    write_roots();
    for (const replica_layer& layer : request_.layers) {
      const auto written = write_layer(layer);
      if (!written)
        return written;
    }
    for (const relationship_class& one : relationships_)
      write_relationship(one);
    write_service_items();
    if (archived_)
      write_replica(asked);
    catalog_.finish();
    return true;
  }

private:
  void write_roots() {
    folder_ = catalog_.new_uuid();
    catalog_.add_item({folder_, folder_type, "", "", "\\", 1, {}, {}, {}, {}, {}, {}, {}});
    catalog_.add_item({catalog_.new_uuid(), workspace_type, "Workspace", "WORKSPACE", "", 0, std::int64_t{1}, {}, {},
      {}, workspace_xml(), {}, {}});
    catalog_.add_item({catalog_.new_uuid(), historical_marker_type, "DEFAULT", "DEFAULT", "", 1, {}, {}, {}, {},
      historical_marker_xml(request_.created_ms), {}, {}});
  }

  outcome<bool> write_layer(const replica_layer& layer) {
    const gdb_class rows = described(class_of(*layer.source));
    table_writer table_of_rows{file_, catalog_, rows, archived_};
    const auto written = write_features(table_of_rows, layer, grid_);
    if (!written)
      return written;
    table_of_rows.finish(grid_.srid);
    add_class(layer, rows, table_of_rows.extent(), false);
    write_domains(*layer.source, class_uuids_.at(rows.name));
    if (!layer.source->has_attachments)
      return true;

    const gdb_class files = described(attachment_class_of(*layer.source));
    table_writer table_of_files{file_, catalog_, files, archived_};
    const auto attached = write_attachments(table_of_files, layer);
    if (!attached)
      return attached;
    table_of_files.finish(grid_.srid);
    add_class(layer, files, {}, true);
    return true;
  }

  /// With the relationships that it takes part in.
  gdb_class described(gdb_class one) const {
    for (const relationship_class& each : relationships_) {
      if (each.origin == one.name || each.destination == one.name)
        one.relationship_classes.push_back(each.name);
    }
    return one;
  }

  void add_class(const replica_layer& layer, const gdb_class& one, const envelope& extent, bool attachments) {
    const std::string name = qualified(one.name), uuid = catalog_.new_uuid();
    const std::int64_t id = catalog_.next_item_id();
    gdb_item item{uuid, table_type, name, upper_case(name), "\\" + name, 1, {}, {}, {}, {},
      class_xml(one, {id, archived_, request_.wkid, extent}), {}, {}};
    if (one.is_spatial()) {
      const encoded_shape shape = extent_shape(extent, request_.wkid);
      item.type = feature_class_type;
      item.subtype1 = std::int64_t{1};
      item.subtype2 = shape_code(one.type);
      item.info1 = std::string{shape_column};
      item.shape = blob{shape.bytes};
      item.shape_extent = shape.extent;
    }
    catalog_.add_item(item);
    catalog_.relate(dataset_in_folder, folder_, uuid);
    class_uuids_[one.name] = uuid;
    sync_datasets_.push_back({id, one.name, &layer, attachments});
  }

  /// Each of them once in the file.
  void write_domains(const table& source, const std::string& class_uuid) {
    for (const std::string& name : domains_of(source)) {
      const domain* rule = request_.service->find_domain(name);
      if (rule == nullptr)
        continue;
      std::string& uuid = domain_uuids_[name];
      if (uuid.empty()) {
        uuid = catalog_.new_uuid();
        catalog_.add_item({uuid, rule->range ? range_domain_type : coded_value_domain_type, name, upper_case(name), "",
          1, {}, {}, {}, {}, domain_xml(*rule), {}, {}});
      }
      catalog_.relate(domain_in_dataset, class_uuid, uuid);
    }
  }

  void write_relationship(const relationship_class& one) {
    const std::string name = qualified(one.name), uuid = catalog_.new_uuid();
    catalog_.add_item(
      {uuid, relationship_class_type, name, upper_case(name), "\\" + name, 1, cardinality_code(one.many),
        std::int64_t{0}, {}, {}, relationship_class_xml(one, catalog_.next_item_id(), archived_), {}, {}});
    catalog_.relate(dataset_in_folder, folder_, uuid);
    catalog_.relate(datasets_related_through, class_uuids_.at(one.origin), uuid);
    catalog_.relate(datasets_related_through, class_uuids_.at(one.destination), uuid);
  }

  void write_service_items() {
    catalog_.add_service_item(0, -1, request_.service->name, request_.service_json.dump());
    for (const replica_layer& layer : request_.layers)
      catalog_.add_service_item(1, layer.source->id, layer.source->dataset_name(), layer.layer_json.dump());
  }

  void write_replica(const placed_geometry& asked) {
    const std::string replica = catalog_.new_uuid();
    catalog_.add_item({replica, sync_replica_type, request_.replica_name, upper_case(request_.replica_name),
      request_.replica_name, 1, {}, {}, request_.service_url, request_.owner,
      sync_replica_xml(request_, catalog_.next_item_id(), sync_datasets_, asked), {}, {}});
    for (const sync_dataset& one : sync_datasets_) {
      const std::string uuid = catalog_.new_uuid();
      catalog_.add_item({uuid, sync_dataset_type, one.table, upper_case(qualified(one.table)),
        request_.replica_name + "\\" + one.table, 1, {}, {}, {}, {}, sync_dataset_xml(request_, one), {}, {}});
      catalog_.relate(sync_dataset_in_replica, replica, uuid);
      catalog_.relate(dataset_of_sync_dataset, uuid, class_uuids_.at(one.table));
    }
  }

  sqlite_file& file_;
  const replica_request& request_;
  bool archived_;
  storage_grid grid_;
  geodatabase_catalog catalog_;
  std::vector<relationship_class> relationships_;
  std::string folder_;
  std::vector<sync_dataset> sync_datasets_;         ///< one for each class
  std::map<std::string, std::string> class_uuids_;  ///< by table
  std::map<std::string, std::string> domain_uuids_; ///< by name
};

outcome<bool> write_file(
  const std::filesystem::path& name, const replica_request& request, const placed_geometry& asked) {
  sqlite_file file{name.string()};
  // Nobody sees the file before it is whole, so a journal protects nothing.
  file.execute(
    "PRAGMA page_size=4096; PRAGMA application_id=0x45737269; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; BEGIN");
  replica_writer writer{file, request};
  const auto written = writer.write(asked);
  if (!written)
    return written;
  file.execute("COMMIT");
  if (!file.ok())
    return problem{"cannot write the geodatabase: " + file.error()};
  return true;
}

} // namespace

outcome<geodatabase_statistics> write_geodatabase(const std::filesystem::path& file, const replica_request& asked_for) {
  std::error_code ignored;
  if (std::filesystem::exists(file, ignored))
    return problem{file.string() + " exists already"};
  replica_request request = asked_for;
  request.wkid = canonical_wkid(request.wkid);
  request.replica_id = braced(request.replica_id);
  if (!standard_grid(request.wkid))
    return problem{"replicas are made in 3857 or 4326, not in " + std::to_string(request.wkid)};
  const auto asked = project(request.extent, request.wkid);
  if (!asked)
    return problem{asked.error()};
  const auto written = write_file(file, request, *asked);
  if (!written) {
    std::filesystem::remove(file, ignored);
    return problem{written.error()};
  }
  geodatabase_statistics made;
  for (const replica_layer& layer : request.layers)
    made.rows.push_back(layer.rows.size());
  made.bytes = std::filesystem::file_size(file, ignored);
  return made;
}

} // namespace sandbox
