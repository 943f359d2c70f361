#include "sandbox/model/field_inference.hpp"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cmath>
#include <utility>

#include "sandbox/base/text.hpp"
#include "sandbox/model/data_place.hpp"
#include "sandbox/model/iso_date.hpp"

namespace sandbox {
namespace {

using nlohmann::ordered_json;

/// What is known of a property after some rows.
struct seen_property {
  std::string name;
  bool flags = true, whole = true, numbers = true, dates = true; ///< all values so far are
  bool any = false;
  std::size_t longest = 0;
};

std::string text_of(const ordered_json& held) { return held.is_string() ? held.get<std::string>() : held.dump(); }

template <typename Number>
bool holds(const ordered_json& held) {
  return held.is_number_unsigned() ? std::in_range<Number>(held.get<std::uint64_t>())
                                   : held.is_number_integer() && std::in_range<Number>(held.get<std::int64_t>());
}

void look_at(seen_property& seen, const ordered_json& held) {
  if (held.is_null())
    return;
  seen.any = true;
  seen.flags = seen.flags && held.is_boolean();
  seen.whole = seen.whole && holds<std::int32_t>(held);
  seen.numbers = seen.numbers && held.is_number();
  seen.dates = seen.dates && held.is_string() && read_iso_date(held.get<std::string>());
  seen.longest = std::max(seen.longest, text_of(held).size());
}

field_type type_of(const seen_property& seen) {
  if (!seen.any)
    return field_type::text;
  if (seen.flags)
    return field_type::small_integer;
  if (seen.whole)
    return field_type::integer;
  if (seen.numbers)
    return field_type::real;
  return seen.dates ? field_type::date : field_type::text;
}

/// Letters, digits and underscores, beginning with a letter, that no other field has.
std::string field_name(const std::string& property, const std::vector<field>& others) {
  constexpr std::size_t longest = 31;
  std::string name = property.substr(0, longest);
  std::replace_if(
    name.begin(), name.end(), [](unsigned char c) { return c > 127 || std::isalnum(c) == 0; }, '_');
  if (name.empty() || std::isalpha(static_cast<unsigned char>(name.front())) == 0)
    name = "F" + name;
  const auto taken = [&](const std::string& candidate) {
    return same_word(candidate, "OBJECTID") || same_word(candidate, "GlobalID") || same_word(candidate, "SHAPE")
      || std::any_of(others.begin(), others.end(), [&](const field& one) { return same_word(one.name, candidate); });
  };
  std::string free = name;
  for (int number = 1; taken(free); ++number)
    free = name + "_" + std::to_string(number);
  return free;
}

[[noreturn]] void no_value(const ordered_json& property, const field& column) {
  throw bad_data{column.alias + ": " + property.dump() + " is no value of type " + data_name(column.type)};
}

} // namespace

std::vector<field> infer_fields(const std::vector<raw_row>& rows) {
  std::vector<seen_property> all;
  for (const raw_row& row : rows) {
    for (const auto& [name, held] : row.properties.items()) {
      auto seen =
        std::find_if(all.begin(), all.end(), [&, &wanted = name](const auto& one) { return one.name == wanted; });
      if (seen == all.end()) {
        all.push_back({name});
        seen = std::prev(all.end());
      }
      look_at(*seen, held);
    }
  }
  std::vector<field> fields;
  for (const seen_property& seen : all) {
    field made;
    made.name = field_name(seen.name, fields);
    made.alias = seen.name;
    made.type = type_of(seen);
    if (made.type == field_type::text)
      made.length = static_cast<int>(std::bit_ceil(std::max<std::size_t>(seen.longest, 16)));
    fields.push_back(std::move(made));
  }
  return fields;
}

value property_value(const ordered_json& property, const field& column) {
  if (property.is_null())
    return {};
  if (property.is_boolean())
    return is_whole(column.type) ? value{property.get<bool>() ? std::int64_t{1} : std::int64_t{0}}
                                 : value{text_of(property)};
  if (column.type == field_type::date && property.is_string()) {
    const auto read = read_iso_date(property.get<std::string>());
    if (!read)
      no_value(property, column);
    return *read;
  }
  if (is_whole(column.type)) {
    if (!holds<std::int64_t>(property))
      no_value(property, column);
    return property.get<std::int64_t>();
  }
  if (column.type == field_type::single || column.type == field_type::real) {
    if (!property.is_number())
      no_value(property, column);
    return property.get<double>();
  }
  return text_of(property);
}

} // namespace sandbox
