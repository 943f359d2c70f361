#include "sandbox/geodatabase/geodatabase.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <system_error>

#include "sandbox/geodatabase/feature_table.hpp"
#include "sandbox/geodatabase/geodatabase_catalog.hpp"
#include "sandbox/geodatabase/geodatabase_types.hpp"
#include "sandbox/geodatabase/geodatabase_xml.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

std::string upper(std::string text) {
  std::transform(
    text.begin(), text.end(), text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

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
std::string braced(const std::string& id) { return upper(id.starts_with('{') ? id : "{" + id + "}"); }

/// Writes everything into one transaction of an open file.
class replica_writer {
public:
  replica_writer(sqlite_file& file, const replica_request& request)
    : file_{file},
      request_{request},
      archived_{request.model != sync_model::none},
      grid_{*standard_grid(request.wkid)},
      catalog_{file, request.created_ms / 1000, request.replica_id + request.replica_name} {}

  outcome<bool> write(const area& asked) {
    write_roots();
    for (const replica_layer& layer : request_.layers) {
      const auto written = write_class(layer);
      if (!written)
        return written;
    }
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

  outcome<bool> write_class(const replica_layer& layer) {
    feature_table written_table{file_, catalog_, layer, grid_, archived_};
    const auto written = written_table.write();
    if (!written)
      return written;
    const std::string name = "main." + layer.source->dataset_name();
    const std::int64_t id = catalog_.next_item_id();
    const encoded_shape shape = extent_shape(written_table.extent(), request_.wkid);
    const std::string uuid = catalog_.new_uuid();
    catalog_.add_item({uuid, feature_class_type, name, upper(name), "\\" + name, 1, std::int64_t{1},
      shape_code(layer.source->type), std::string{shape_column}, {},
      feature_class_xml(*layer.source, id, written_table.extent(), request_.wkid, archived_), blob{shape.bytes},
      shape.extent});
    catalog_.relate(dataset_in_folder, folder_, uuid);
    class_ids_.push_back(id);
    class_uuids_.push_back(uuid);
    write_domains(layer, uuid);
    return true;
  }

  /// The domains of a class's fields, each once in the file.
  void write_domains(const replica_layer& layer, const std::string& class_uuid) {
    for (const domain& codes : request_.domains) {
      const auto& fields = layer.source->fields;
      if (std::none_of(fields.begin(), fields.end(), [&](const field& one) { return one.domain == codes.name; }))
        continue;
      std::string& uuid = domain_uuids_[codes.name];
      if (uuid.empty()) {
        uuid = catalog_.new_uuid();
        catalog_.add_item({uuid, coded_value_domain_type, codes.name, upper(codes.name), "", 1, {}, {}, {}, {},
          coded_value_domain_xml(codes), {}, {}});
      }
      catalog_.relate(domain_in_dataset, class_uuid, uuid);
    }
  }

  void write_service_items() {
    catalog_.add_service_item(0, -1, request_.service_name, request_.service_json.dump());
    for (const replica_layer& layer : request_.layers) {
      catalog_.add_service_item(1, layer.source->id, layer.source->dataset_name(), layer.layer_json.dump());
    }
  }

  void write_replica(const area& asked) {
    const std::string replica = catalog_.new_uuid();
    catalog_.add_item({replica, sync_replica_type, request_.replica_name, upper(request_.replica_name),
      request_.replica_name, 1, {}, {}, request_.service_url, request_.owner,
      sync_replica_xml(request_, catalog_.next_item_id(), class_ids_, asked), {}, {}});
    for (std::size_t i = 0; i < request_.layers.size(); ++i) {
      const replica_layer& layer = request_.layers[i];
      const std::string dataset = catalog_.new_uuid(), name = layer.source->dataset_name();
      catalog_.add_item({dataset, sync_dataset_type, name, upper("main." + name), request_.replica_name + "\\" + name,
        1, {}, {}, {}, {}, sync_dataset_xml(request_, layer, class_ids_[i]), {}, {}});
      catalog_.relate(sync_dataset_in_replica, replica, dataset);
      catalog_.relate(dataset_of_sync_dataset, dataset, class_uuids_[i]);
    }
  }

  sqlite_file& file_;
  const replica_request& request_;
  bool archived_;
  coordinate_grid grid_;
  geodatabase_catalog catalog_;
  std::string folder_;
  std::vector<std::int64_t> class_ids_;
  std::vector<std::string> class_uuids_;
  std::map<std::string, std::string> domain_uuids_; ///< by name
};

outcome<bool> write_file(const std::filesystem::path& name, const replica_request& request, const area& asked) {
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
