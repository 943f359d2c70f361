#include "sandbox/model/folder_description.hpp"

#include <fstream>

#include <nlohmann/json.hpp>

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/quick_service.hpp"

namespace sandbox {
namespace {

namespace fs = std::filesystem;
using nlohmann::ordered_json;

const char* geometry_word(geometry_type type) {
  switch (type) {
  case geometry_type::point: return "point";
  case geometry_type::multipoint: return "multipoint";
  case geometry_type::polyline: return "polyline";
  case geometry_type::polygon:
  case geometry_type::none: break;
  }
  return "polygon";
}

/// Without OBJECTID and GlobalID, which are added anyway.
ordered_json described_fields(const table& source) {
  ordered_json fields = ordered_json::array();
  for (const field& column : source.fields) {
    if (column.type == field_type::object_id || column.type == field_type::global_id)
      continue;
    ordered_json made{{"name", column.name}, {"alias", column.alias}, {"type", data_name(column.type)}};
    if (column.length > 0)
      made["length"] = column.length;
    fields.push_back(std::move(made));
  }
  return fields;
}

ordered_json described_table(const table& source) {
  ordered_json made{{"id", source.id}, {"name", source.name}};
  if (source.is_spatial()) {
    made["geometry"] = geometry_word(source.type);
    made["hasZ"] = source.has_z;
  }
  made["displayField"] = source.display_field;
  made["rows"] = source.name + ".geojson";
  made["fields"] = described_fields(source);
  return made;
}

ordered_json described_service(const service_data& source) {
  ordered_json layers = ordered_json::array(), tables = ordered_json::array();
  for (const table& each : source.tables)
    (each.is_spatial() ? layers : tables).push_back(described_table(each));
  return {{"name", source.name}, {"title", source.title}, {"snippet", source.snippet}, {"tags", source.tags},
    {"capabilities", source.capabilities}, {"layers", layers}, {"tables", tables}};
}

ordered_json described_map(const item_data& source) {
  ordered_json made{{"title", source.title}, {"snippet", source.snippet}, {"tags", source.tags},
    {"typeKeywords", source.type_keywords}};
  if (!source.extent.empty())
    made["extent"] = {{source.extent.min_x, source.extent.min_y}, {source.extent.max_x, source.extent.max_y}};
  made["map"] = source.data;
  return made;
}

void write_new(const fs::path& file, const ordered_json& document) {
  if (fs::exists(file))
    throw bad_data{file.string() + " is there already"};
  fs::create_directories(file.parent_path());
  std::ofstream stream{file};
  stream << document.dump(2) << '\n' << std::flush;
  if (!stream)
    throw bad_data{"cannot write " + file.string()};
}

} // namespace

outcome<bool> describe_folder(const fs::path& folder) try {
  if (!is_bare_folder(folder))
    return problem{folder.string() + " holds no GeoJSON files, or describes its services already"};
  const service_data service = quick_service(folder);
  write_new(folder / "maps" / (service.name + ".json"), described_map(quick_map(service)));
  write_new(folder / "services" / (service.name + ".json"), described_service(service));
  return true;
} catch (const bad_data& wrong) {
  return problem{wrong.what()};
} catch (const fs::filesystem_error& wrong) {
  return problem{wrong.what()};
}

} // namespace sandbox
