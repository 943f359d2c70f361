#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sandbox/model/value.hpp"

namespace sandbox {

struct coded_value {
  value code;
  std::string name;
};

/// What a field may hold: one of some coded values, or a number (a date) within a range.
struct domain {
  std::string name;
  std::string description;
  field_type type = field_type::integer;
  std::vector<coded_value> values;                ///< empty for a range
  std::optional<std::pair<double, double>> range; ///< both ends belong to it
};

struct field {
  std::string name;
  std::string alias;
  field_type type = field_type::text;
  int length = 0; ///< characters of a text, else 0
  bool nullable = true;
  bool editable = true;
  std::string domain;  ///< name of a domain of the service, or empty
  value default_value; ///< of a new row
};

/// One kind of rows, told by a code in the table's `subtype_field`.
struct subtype {
  std::int64_t code = 0;
  std::string name;
  std::map<std::string, std::string> domains; ///< by field, in place of the field's own
  std::map<std::string, value> defaults;      ///< by field, in place of the field's own
};

} // namespace sandbox
