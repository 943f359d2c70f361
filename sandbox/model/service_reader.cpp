#include "sandbox/model/service_reader.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sandbox/base/text.hpp"
#include "sandbox/model/attachment_reader.hpp"
#include "sandbox/model/popups.hpp"
#include "sandbox/model/row_reader.hpp"
#include "sandbox/model/schema_reader.hpp"

namespace sandbox {
namespace {

constexpr std::int64_t most_records = 100'000, largest_id = 1'000'000;

geometry_type read_geometry_type(const data_place& source) {
  static const std::map<std::string, geometry_type> words{{"point", geometry_type::point},
    {"multipoint", geometry_type::multipoint}, {"polyline", geometry_type::polyline},
    {"polygon", geometry_type::polygon}};
  const auto found = words.find(source.text());
  if (found == words.end())
    source.wrong("point, multipoint, polyline or polygon is wanted");
  return found->second;
}

void read_rows(table& into, const service_data& service, const data_place& source, const std::filesystem::path& folder,
  const base_map& base) {
  const std::vector<region>* shapes = nullptr;
  if (source.has("shapes")) {
    shapes = base.find(source.text("shapes"));
    if (shapes == nullptr)
      source.at("shapes").wrong("countries, states or counties is wanted");
  }
  const std::filesystem::path file = folder / source.text("rows");
  const std::string key = service.name + "/" + std::to_string(into.id);
  if (file.extension() == ".geojson") {
    const auto rows = read_geojson(file);
    add_raw_rows(into, rows, file, key);
  } else {
    read_tsv_rows(into, file, shapes, key);
  }
  if (source.has("attachments"))
    read_attachments(into, source.at("attachments"), folder, key);
}

/// Everything but the rows.
table read_table(const data_place& source, const service_data& service, bool spatial) {
  source.only({"id", "name", "description", "geometry", "hasZ", "displayField", "capabilities", "rows", "shapes",
    "minScale", "maxScale", "drawingInfo", "fields", "subtypes", "attachments", "says"});
  table read;
  const std::int64_t id = source.whole("id");
  if (id < 0 || id > largest_id)
    source.at("id").wrong("a number from 0 to " + std::to_string(largest_id) + " is wanted");
  read.id = static_cast<int>(id);
  read.name = source.text("name");
  read.description = source.text("description", "");
  read.type = spatial ? read_geometry_type(source.at("geometry")) : geometry_type::none;
  read.has_z = source.flag("hasZ", false);
  read.capabilities = source.text("capabilities", service.capabilities);
  for (const std::string_view word : list_items(read.capabilities)) {
    if (!has_capability(service.capabilities, word))
      source.at("capabilities").wrong("the service has no " + std::string{word});
  }
  read.min_scale = source.number("minScale", 0);
  read.max_scale = source.number("maxScale", 0);
  read.says = source.members("says");
  if (source.has("drawingInfo"))
    read.drawing = source.at("drawingInfo").value();
  for (const data_place& entry : source.items("fields")) {
    read.fields.push_back(read_field(entry));
    if (!read.fields.back().domain.empty() && service.find_domain(read.fields.back().domain) == nullptr)
      entry.at("domain").wrong("the service has no such domain");
  }
  read.add_id_fields();
  read.display_field = source.text("displayField", read.fields.front().name);
  if (read.find_field(read.display_field) == nullptr)
    source.at("displayField").wrong("there is no such field");
  if (source.has("subtypes"))
    read_subtypes(read, source.at("subtypes"));
  return read;
}

/// Both ends of a relationship, checked.
relationship read_checked_relationship(const data_place& source, const service_data& service) {
  relationship read = read_relationship(source);
  const std::pair<const char*, std::pair<int, std::string>> ends[] = {
    {"origin", {read.origin, read.origin_key}}, {"destination", {read.destination, read.destination_key}}};
  for (const auto& [member, end] : ends) {
    const table* found = service.find(end.first);
    if (found == nullptr)
      source.at(member).wrong("there is no such layer or table");
    if (found->find_field(end.second) == nullptr)
      source.wrong(found->name + " has no field " + end.second);
  }
  return read;
}

void read_tables(service_data& into, const data_place& source, const char* kind, const std::filesystem::path& folder,
  const base_map& base) {
  for (const data_place& entry : source.items(kind)) {
    table read = read_table(entry, into, kind == std::string_view{"layers"});
    if (into.find(read.id) != nullptr)
      entry.at("id").wrong("another one has this id");
    read_rows(read, into, entry, folder, base);
    into.tables.push_back(std::move(read));
  }
}

} // namespace

server_role read_server_role(const data_place& source) {
  const std::string word = source.text("server", "federated");
  if (word != "federated" && word != "standalone")
    source.at("server").wrong("federated or standalone is wanted");
  return word == "federated" ? server_role::federated : server_role::standalone;
}

service_data read_service(const data_place& source, const std::filesystem::path& folder, const base_map& base) {
  source.only({"name", "title", "snippet", "description", "credits", "tags", "server", "capabilities", "sync",
    "maxRecordCount", "domains", "layers", "tables", "relationships", "itemData", "says"});
  service_data read;
  read.name = source.text("name");
  read.title = source.text("title", read.name);
  read.snippet = source.text("snippet", "");
  read.description = source.text("description", "");
  read.credits = source.text("credits", "");
  read.tags = source.texts("tags");
  read.server = read_server_role(source);
  read.capabilities = source.text("capabilities");
  read.sync = source.flag("sync", true);
  if (read.sync != has_capability(read.capabilities, "Sync"))
    source.at("capabilities").wrong("Sync belongs there if, and only if, the service can sync");
  const std::int64_t most = source.whole("maxRecordCount", 2000);
  if (most < 1 || most > most_records)
    source.at("maxRecordCount").wrong("a number from 1 to " + std::to_string(most_records) + " is wanted");
  read.max_record_count = static_cast<int>(most);
  read.says = source.members("says");
  for (const data_place& entry : source.items("domains"))
    read.domains.push_back(read_domain(entry));
  read_tables(read, source, "layers", folder, base);
  read_tables(read, source, "tables", folder, base);
  number_namesakes(read.tables);
  for (const data_place& entry : source.items("relationships"))
    read.relationships.push_back(read_checked_relationship(entry, read));
  read.item_data = item_data_of(read, source.has("itemData") ? source.at("itemData").value() : nlohmann::json{});
  return read;
}

} // namespace sandbox
