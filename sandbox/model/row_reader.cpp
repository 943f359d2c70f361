#include "sandbox/model/row_reader.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/model/data_place.hpp"
#include "sandbox/model/field_inference.hpp"
#include "sandbox/model/text_columns.hpp"

namespace sandbox {
namespace {

using region_index = std::map<std::string, const region*, std::less<>>;

region_index index_of(const std::vector<region>* shapes) {
  region_index index;
  if (shapes != nullptr) {
    for (const region& one : *shapes) {
      const region*& largest = index[one.code]; // some countries have territories under their own code
      if (largest == nullptr || largest->area_km2 < one.area_km2)
        largest = &one;
    }
  }
  return index;
}

/// A longitude, a latitude and perhaps a height, or the code of a region; nothing at all is null.
std::optional<geometry> read_shape(std::string_view text, const table& of, const region_index& regions) {
  if (text.empty())
    return geometry{of.type, {}};
  if (const auto found = regions.find(text); found != regions.end())
    return of.type == geometry_type::polygon ? std::optional{found->second->shape} : std::nullopt;
  const auto x = number_in<double>(take_column(text, ' ')), y = number_in<double>(take_column(text, ' '));
  const auto z = number_in<double>(text);
  if (!x || !y || of.type != geometry_type::point || z.has_value() != of.has_z)
    return std::nullopt;
  const bool on_earth = std::abs(*x) <= 180 && std::abs(*y) <= 90; // false for NaN, too
  if (!on_earth || !std::isfinite(z.value_or(0)))
    return std::nullopt;
  geometry place{of.type, {{{*x, *y}}}};
  if (z)
    place.heights = {{*z}};
  return place;
}

/// The table's column for each of the file's; the last of them is the shape.
std::vector<std::size_t> columns_of(std::string_view names, const table& of, const std::string& where) {
  std::vector<std::size_t> columns;
  while (!names.empty()) {
    const std::string_view name = take_column(names, '\t');
    if (name == "shape" && names.empty())
      break;
    const field* found = of.find_field(name);
    if (found == nullptr)
      throw bad_data{where + ": there is no field " + std::string{name}};
    columns.push_back(static_cast<std::size_t>(found - of.fields.data()));
  }
  return columns;
}

/// Nothing if a cell does not fit.
std::optional<feature> read_row(
  std::string_view line, const table& of, const std::vector<std::size_t>& columns, const region_index& regions) {
  feature read;
  read.attributes.resize(of.fields.size());
  for (const std::size_t column : columns) {
    auto cell = read_value(take_column(line, '\t'), of.fields[column].type);
    if (!cell)
      return std::nullopt;
    read.attributes[column] = std::move(*cell);
  }
  auto shape = read_shape(line, of, regions);
  if (!shape)
    return std::nullopt;
  read.shape = std::move(*shape);
  return read;
}

/// Whether a field's type and length leave room for a value.
bool fits(const value& held, const field& column) {
  if (const auto* whole = std::get_if<std::int64_t>(&held)) {
    if (column.type == field_type::small_integer)
      return std::in_range<std::int16_t>(*whole);
    const bool of_32_bits = column.type == field_type::integer || column.type == field_type::object_id;
    return !of_32_bits || std::in_range<std::int32_t>(*whole);
  }
  if (const auto* real = std::get_if<double>(&held))
    return column.type != field_type::single || std::abs(*real) <= std::numeric_limits<float>::max();
  const auto* text = std::get_if<std::string>(&held);
  if (text == nullptr || column.type != field_type::text || column.length == 0)
    return true;
  const auto characters =
    std::count_if(text->begin(), text->end(), [](unsigned char c) { return (c & 0xC0U) != 0x80U; });
  return characters <= column.length;
}

/// Adds a row, with ids of its own where it has none yet. `key` leads to its global id.
void add_row(table& into, feature row, const std::string& key) {
  for (std::size_t i = 0; i < into.fields.size(); ++i) {
    if (!fits(row.attributes[i], into.fields[i]))
      throw bad_data{into.fields[i].name + " cannot hold its value"};
  }
  value& object_id = row.attributes[into.object_id_column()];
  value& global_id = row.attributes[into.global_id_column()];
  if (std::holds_alternative<std::monostate>(object_id))
    object_id = into.rows.empty() ? std::int64_t{1} : into.rows.back().object_id + 1;
  row.object_id = std::get<std::int64_t>(object_id);
  if (std::holds_alternative<std::monostate>(global_id))
    global_id = "{" + upper_case(named_uuid(key)) + "}";
  row.global_id = std::get<std::string>(global_id);
  if (row.object_id <= (into.rows.empty() ? 0 : into.rows.back().object_id))
    throw bad_data{"object ids must ascend"};
  if (row.global_id.size() != 38)
    throw bad_data{"a global id needs 38 characters"};
  into.extent.include(row.shape.extent());
  into.rows.push_back(std::move(row));
}

/// The table's column for a property.
std::size_t column_for(const table& of, const std::string& property) {
  const field* found = of.find_field(property);
  if (found == nullptr) {
    const auto by_alias =
      std::find_if(of.fields.begin(), of.fields.end(), [&](const field& one) { return one.alias == property; });
    if (by_alias == of.fields.end())
      throw bad_data{"there is no field " + property};
    return static_cast<std::size_t>(by_alias - of.fields.begin());
  }
  return static_cast<std::size_t>(found - of.fields.data());
}

feature feature_of(const raw_row& source, const table& of) {
  feature made;
  made.attributes.resize(of.fields.size());
  for (const auto& [name, property] : source.properties.items()) {
    const std::size_t column = column_for(of, name);
    made.attributes[column] = property_value(property, of.fields[column]);
  }
  made.shape = source.shape;
  if (made.shape.type == geometry_type::point && of.type == geometry_type::multipoint)
    made.shape.type = geometry_type::multipoint;
  if (!made.shape.empty() && made.shape.type != of.type)
    throw bad_data{"its geometry is of another kind than the layer"};
  made.shape.type = of.type;
  if (of.has_z && made.shape.heights.empty()) {
    for (const path& part : made.shape.parts)
      made.shape.heights.emplace_back(part.size(), 0.0);
  }
  if (!of.has_z)
    made.shape.heights.clear();
  return made;
}

} // namespace

void add_raw_rows(
  table& into, const std::vector<raw_row>& rows, const std::filesystem::path& file, const std::string& key) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    try {
      add_row(into, feature_of(rows[i], into), key + "/" + rows[i].key);
    } catch (const bad_data& wrong) {
      throw bad_data{file.string() + ": /features/" + std::to_string(i) + ": " + wrong.what()};
    }
  }
}

void read_tsv_rows(
  table& into, const std::filesystem::path& file, const std::vector<region>* shapes, const std::string& key) {
  const std::string text = read_data_text(file);
  const region_index regions = index_of(shapes);
  std::string_view rest = text;
  const auto columns = columns_of(take_column(rest, '\n'), into, file.string() + ", line 1");
  for (std::size_t line = 2; !rest.empty(); ++line) {
    const std::string where = file.string() + ", line " + std::to_string(line) + ": ";
    auto row = read_row(take_column(rest, '\n'), into, columns, regions);
    if (!row)
      throw bad_data{where + "not a row of " + into.name};
    try {
      add_row(into, std::move(*row), key + "/" + std::to_string(line - 1));
    } catch (const bad_data& wrong) {
      throw bad_data{where + wrong.what()};
    }
  }
}

} // namespace sandbox
