#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace sandbox {

enum class field_type { object_id, global_id, guid, text, small_integer, integer, single, real, date };

/// The word for it in service JSON, for example `esriFieldTypeString`.
const char* esri_name(field_type type);
/// The word for it in the data files, for example `small_integer`.
const char* data_name(field_type type);
/// Nothing for a word that is none of those.
std::optional<field_type> field_type_named(std::string_view data_name);

/// Whether its values are whole numbers; dates are, too.
bool is_whole(field_type type);

/// null · whole number (also a date: milliseconds since 1970, UTC) · real · text (ids as `{UPPER-CASE}`)
using value = std::variant<std::monostate, std::int64_t, double, std::string>;

/// Reads what a cell of a data file says; an empty text is null. Nothing if it does not fit the type.
std::optional<value> read_value(std::string_view text, field_type type);

} // namespace sandbox
