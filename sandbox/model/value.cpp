#include "sandbox/model/value.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

struct type_names {
  field_type type;
  const char* data;
  const char* esri;
};

constexpr type_names types[] = {
  {field_type::object_id, "object_id", "esriFieldTypeOID"},
  {field_type::global_id, "global_id", "esriFieldTypeGlobalID"},
  {field_type::guid, "guid", "esriFieldTypeGUID"},
  {field_type::text, "text", "esriFieldTypeString"},
  {field_type::small_integer, "small_integer", "esriFieldTypeSmallInteger"},
  {field_type::integer, "integer", "esriFieldTypeInteger"},
  {field_type::single, "single", "esriFieldTypeSingle"},
  {field_type::real, "real", "esriFieldTypeDouble"},
  {field_type::date, "date", "esriFieldTypeDate"},
};

const type_names& names_of(field_type type) {
  return *std::find_if(std::begin(types), std::end(types), [&](const type_names& entry) { return entry.type == type; });
}

} // namespace

const char* esri_name(field_type type) { return names_of(type).esri; }

const char* data_name(field_type type) { return names_of(type).data; }

std::optional<field_type> field_type_named(std::string_view data_name) {
  const auto found =
    std::find_if(std::begin(types), std::end(types), [&](const type_names& entry) { return entry.data == data_name; });
  return found == std::end(types) ? std::nullopt : std::optional{found->type};
}

bool is_whole(field_type type) {
  return type == field_type::object_id || type == field_type::small_integer || type == field_type::integer
    || type == field_type::date;
}

std::optional<value> read_value(std::string_view text, field_type type) {
  if (text.empty())
    return value{};
  if (is_whole(type)) {
    const auto whole = number_in<std::int64_t>(text);
    return whole ? std::optional{value{*whole}} : std::nullopt;
  }
  if (type == field_type::single || type == field_type::real) {
    const auto real = number_in<double>(text);
    return real && std::isfinite(*real) ? std::optional{value{*real}} : std::nullopt;
  }
  return value{std::string{text}};
}

} // namespace sandbox
