#pragma once

#include <string>
#include <vector>

#include "sandbox/model/field.hpp"
#include "sandbox/model/geojson_reader.hpp"

namespace sandbox {

/// Fields for the properties of some rows, in the order of their first appearance; the alias is the property's name,
/// the name is what databases can have of it. Whole numbers are integers (or reals where they do not fit), other
/// numbers reals, true and false small integers, texts dates if all of them are, else texts as long as the longest,
/// rounded up to a power of two. Objects and lists are kept as text.
std::vector<field> infer_fields(const std::vector<raw_row>& rows);

/// A property as a value of a field. Dates are milliseconds, or ISO 8601 (a date alone is midnight; without a zone it
/// is UTC). Throws `bad_data` if it does not fit.
value property_value(const nlohmann::ordered_json& property, const field& column);

} // namespace sandbox
