#include "sandbox/model/row_reader.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/model/data_place.hpp"
#include "sandbox/model/text_columns.hpp"

namespace sandbox {
namespace {

using region_index = std::map<std::string, const region*, std::less<>>;

region_index index_of(const std::vector<region>* shapes) {
  region_index index;
  if (shapes != nullptr) {
    for (const region& one : *shapes)
      index[one.code] = &one;
  }
  return index;
}

/// A longitude and a latitude, or the code of a region; nothing at all is null.
std::optional<geometry> read_shape(std::string_view text, geometry_type type, const region_index& regions) {
  if (text.empty())
    return geometry{type, {}};
  if (const auto found = regions.find(text); found != regions.end())
    return type == geometry_type::polygon ? std::optional{found->second->shape} : std::nullopt;
  const auto x = number_in<double>(take_column(text, ' ')), y = number_in<double>(text);
  if (!x || !y || type != geometry_type::point)
    return std::nullopt;
  return geometry{type, {{{*x, *y}}}};
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
  auto shape = read_shape(line, of.type, regions);
  if (!shape)
    return std::nullopt;
  read.shape = std::move(*shape);
  return read;
}

} // namespace

void add_row(table& into, feature row, const std::string& key) {
  value& object_id = row.attributes[into.object_id_column()];
  value& global_id = row.attributes[into.global_id_column()];
  if (std::holds_alternative<std::monostate>(object_id))
    object_id = into.rows.empty() ? std::int64_t{1} : into.rows.back().object_id + 1;
  row.object_id = std::get<std::int64_t>(object_id);
  if (std::holds_alternative<std::monostate>(global_id))
    global_id = "{" + upper_case(named_uuid(key + "/" + std::to_string(row.object_id))) + "}";
  row.global_id = std::get<std::string>(global_id);
  if (row.object_id <= (into.rows.empty() ? 0 : into.rows.back().object_id))
    throw bad_data{"object ids must ascend"};
  if (row.global_id.size() != 38)
    throw bad_data{"a global id needs 38 characters"};
  into.extent.include(row.shape.extent());
  into.rows.push_back(std::move(row));
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
      add_row(into, std::move(*row), key);
    } catch (const bad_data& wrong) {
      throw bad_data{where + wrong.what()};
    }
  }
}

} // namespace sandbox
