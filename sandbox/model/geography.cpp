#include "sandbox/model/geography.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include <nlohmann/json.hpp>

#include "sandbox/base/text.hpp"

namespace sandbox {

namespace {

constexpr double units_per_degree = 10000; // of the region files

struct type_names {
  field_type type;
  const char* here; // in schema.json
  const char* esri;
};

constexpr type_names types[] = {
  {field_type::object_id, "object_id", "esriFieldTypeOID"},
  {field_type::global_id, "global_id", "esriFieldTypeGlobalID"},
  {field_type::guid, "guid", "esriFieldTypeGUID"},
  {field_type::text, "text", "esriFieldTypeString"},
  {field_type::small_integer, "small_integer", "esriFieldTypeSmallInteger"},
  {field_type::integer, "integer", "esriFieldTypeInteger"},
  {field_type::real, "real", "esriFieldTypeDouble"},
  {field_type::date, "date", "esriFieldTypeDate"},
};

field_type type_named(const std::string& name) {
  const auto found =
    std::find_if(std::begin(types), std::end(types), [&](const type_names& entry) { return entry.here == name; });
  return found == std::end(types) ? field_type::text : found->type;
}

/// Takes the text before the next separator off the front.
std::string_view take(std::string_view& rest, char separator) {
  const auto end = std::min(rest.find(separator), rest.size());
  const std::string_view taken = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return taken;
}

std::optional<std::string> read_text(const std::filesystem::path& file) {
  std::ifstream stream{file, std::ios::binary};
  if (!stream)
    return std::nullopt;
  std::ostringstream all;
  all << stream.rdbuf();
  return std::move(all).str();
}

std::optional<point> read_place(std::string_view text, double units) {
  const auto x = number_in<double>(take(text, ' ')), y = number_in<double>(text);
  if (!x || !y)
    return std::nullopt;
  return point{*x / units, *y / units};
}

std::optional<path> read_ring(std::string_view text) {
  path ring;
  std::int64_t x = 0, y = 0;
  while (!text.empty()) {
    const auto dx = number_in<int>(take(text, ' ')), dy = number_in<int>(take(text, ' '));
    if (!dx || !dy)
      return std::nullopt;
    x += *dx;
    y += *dy;
    ring.push_back({static_cast<double>(x) / units_per_degree, static_cast<double>(y) / units_per_degree});
  }
  if (ring.size() < 3)
    return std::nullopt;
  ring.push_back(ring.front());
  return ring;
}

std::optional<region> read_region(std::string_view line) {
  region read;
  read.code = take(line, '\t');
  read.name = take(line, '\t');
  read.parent = take(line, '\t');
  const auto size = number_in<double>(take(line, '\t'));
  const auto label = read_place(take(line, '\t'), units_per_degree);
  if (!size || !label)
    return std::nullopt;
  read.area_km2 = *size;
  read.label = *label;
  read.shape.type = geometry_type::polygon;
  while (!line.empty()) {
    auto ring = read_ring(take(line, ';'));
    if (!ring)
      return std::nullopt;
    read.shape.parts.push_back(std::move(*ring));
  }
  read.extent = read.shape.extent();
  return read;
}

outcome<std::vector<region>> read_regions(const std::filesystem::path& file) {
  const auto text = read_text(file);
  if (!text)
    return problem{"cannot read " + file.string()};
  std::vector<region> regions;
  for (std::string_view rest = *text; !rest.empty();) {
    auto read = read_region(take(rest, '\n'));
    if (!read)
      return problem{file.string() + ", line " + std::to_string(regions.size() + 1) + ": not a region"};
    regions.push_back(std::move(*read));
  }
  return regions;
}

/// Nothing if the text does not fit the type.
std::optional<value> read_value(std::string_view text, field_type type) {
  if (text.empty())
    return value{};
  switch (type) {
  case field_type::guid:
  case field_type::global_id:
  case field_type::text: return value{std::string{text}};
  case field_type::real:
    if (const auto read = number_in<double>(text))
      return value{*read};
    return std::nullopt;
  case field_type::object_id:
  case field_type::small_integer:
  case field_type::integer:
  case field_type::date:
    if (const auto read = number_in<std::int64_t>(text))
      return value{*read};
    return std::nullopt;
  }
  return std::nullopt;
}

/// The last column: longitude and latitude, or the code of a county.
std::optional<geometry> read_shape(
  std::string_view text, geometry_type type, const std::map<std::string, const region*, std::less<>>& counties) {
  if (type == geometry_type::point) {
    const auto place = read_place(text, 1);
    if (!place)
      return std::nullopt;
    return geometry{geometry_type::point, {{*place}}};
  }
  const auto county = counties.find(text);
  if (county == counties.end())
    return std::nullopt;
  return county->second->shape;
}

/// False if the line does not fit the class.
bool read_feature(
  std::string_view line, feature_class& into, const std::map<std::string, const region*, std::less<>>& counties) {
  feature read;
  for (const field& column : into.fields) {
    auto cell = read_value(take(line, '\t'), column.type);
    if (!cell)
      return false;
    if (column.type == field_type::object_id && std::holds_alternative<std::int64_t>(*cell))
      read.object_id = std::get<std::int64_t>(*cell);
    if (column.type == field_type::global_id && std::holds_alternative<std::string>(*cell))
      read.global_id = std::get<std::string>(*cell);
    read.attributes.push_back(std::move(*cell));
  }
  auto shape = read_shape(line, into.type, counties);
  if (!shape || read.object_id <= 0 || read.global_id.size() != 38)
    return false;
  read.shape = std::move(*shape);
  into.extent.include(read.shape.extent());
  into.features.push_back(std::move(read));
  return true;
}

domain read_domain(const nlohmann::json& text) {
  domain read{text.at("name"), text.at("description"), type_named(text.at("type")), {}};
  for (const auto& entry : text.at("values")) {
    const auto& code = entry.at(0);
    read.values.push_back(
      {code.is_string() ? value{code.get<std::string>()} : value{code.get<std::int64_t>()}, entry.at(1)});
  }
  return read;
}

feature_class read_class(const nlohmann::json& text) {
  feature_class read;
  read.id = text.at("id");
  read.name = text.at("name");
  read.display_field = text.at("displayField");
  read.type = text.at("geometry") == "point" ? geometry_type::point : geometry_type::polygon;
  read.editable = text.at("editable");
  for (const auto& entry : text.at("fields")) {
    const field_type type = type_named(entry.at("type"));
    const bool identifies = type == field_type::object_id || type == field_type::global_id;
    read.fields.push_back({entry.at("name"), entry.at("alias"), type, entry.value("length", 0),
      entry.value("nullable", !identifies), !identifies, entry.value("domain", "")});
  }
  return read;
}

problem fill_class(feature_class& into, const std::filesystem::path& file, const base_map& base) {
  const auto text = read_text(file);
  if (!text)
    return {"cannot read " + file.string()};
  std::map<std::string, const region*, std::less<>> counties;
  for (const region& county : base.counties)
    counties[county.code] = &county;
  std::string_view rest = *text;
  take(rest, '\n'); // names of the columns, in the order of the fields
  for (std::size_t line = 2; !rest.empty(); ++line) {
    if (!read_feature(take(rest, '\n'), into, counties))
      return {file.string() + ", line " + std::to_string(line) + ": not a row of " + into.name};
  }
  return {};
}

/// The text when it is well; the schema is read with exceptions, which end here.
problem read_schema(dataset& into, const std::filesystem::path& folder) try {
  const auto text = read_text(folder / "schema.json");
  if (!text)
    return {"cannot read " + (folder / "schema.json").string()};
  const auto schema = nlohmann::json::parse(*text);
  into.service_name = schema.at("serviceName");
  for (const auto& entry : schema.at("domains"))
    into.domains.push_back(read_domain(entry));
  for (const auto& entry : schema.at("layers")) {
    into.classes.push_back(read_class(entry));
    const auto failed = fill_class(into.classes.back(), folder / entry.at("rows").get<std::string>(), into.base);
    if (!failed.text.empty())
      return failed;
  }
  return {};
} catch (const nlohmann::json::exception& wrong) {
  return {(folder / "schema.json").string() + ": " + wrong.what()};
}

} // namespace

const char* esri_name(field_type type) {
  return std::find_if(std::begin(types), std::end(types), [&](const type_names& entry) {
    return entry.type == type;
  })->esri;
}

const feature_class* dataset::find(int layer_id) const {
  const auto found =
    std::find_if(classes.begin(), classes.end(), [&](const feature_class& entry) { return entry.id == layer_id; });
  return found == classes.end() ? nullptr : &*found;
}

const domain* dataset::find_domain(const std::string& name) const {
  const auto found =
    std::find_if(domains.begin(), domains.end(), [&](const domain& entry) { return entry.name == name; });
  return found == domains.end() ? nullptr : &*found;
}

outcome<dataset> load_dataset(const std::filesystem::path& folder) {
  dataset loaded;
  const std::pair<const char*, std::vector<region>*> files[] = {{"countries.txt", &loaded.base.countries},
    {"states.txt", &loaded.base.states}, {"counties.txt", &loaded.base.counties}};
  for (const auto& [name, into] : files) {
    auto regions = read_regions(folder / name);
    if (!regions)
      return problem{regions.error()};
    *into = std::move(*regions);
  }
  if (auto failed = read_schema(loaded, folder); !failed.text.empty())
    return failed;
  return loaded;
}

} // namespace sandbox
