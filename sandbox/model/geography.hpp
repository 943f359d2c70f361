#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <variant>
#include <vector>

#include "sandbox/model/geometry.hpp"
#include "sandbox/base/outcome.hpp"

namespace sandbox {

enum class field_type { object_id, global_id, guid, text, small_integer, integer, real, date };

/// The word for it in service JSON, for example `esriFieldTypeString`.
const char* esri_name(field_type type);

/// null · whole number (also a date: milliseconds since 1970, UTC) · real · text (ids as `{UPPER-CASE}`)
using value = std::variant<std::monostate, std::int64_t, double, std::string>;

struct coded_value {
  value code;
  std::string name;
};

/// A coded value domain.
struct domain {
  std::string name;
  std::string description;
  field_type type = field_type::integer;
  std::vector<coded_value> values;
};

struct field {
  std::string name;
  std::string alias;
  field_type type = field_type::text;
  int length = 0; ///< characters of a text, else 0
  bool nullable = true;
  bool editable = true;
  std::string domain; ///< name in `dataset::domains`, or empty
};

struct feature {
  std::int64_t object_id = 0;
  std::string global_id;         ///< `{UPPER-CASE}`, 38 characters
  std::vector<value> attributes; ///< one for each field of the class, the two ids among them
  geometry shape;                ///< WGS84
};

struct feature_class {
  int id = 0;       ///< the layer's id in its service
  std::string name; ///< the layer's name, also usable as a table's name
  std::string display_field;
  geometry_type type = geometry_type::point;
  bool editable = false;
  std::vector<field> fields;     ///< OBJECTID and GlobalID first
  std::vector<feature> features; ///< by ascending object id
  envelope extent;               ///< WGS84
};

/// One area of the base data, WGS84.
struct region {
  std::string code; ///< ISO 3166-1 numeric for countries, FIPS for states and counties
  std::string name;
  std::string parent; ///< state code of a county, else empty
  geometry shape;
  envelope extent;
  point label; ///< a place inside of its largest part
  double area_km2 = 0;
};

/// What the tiles are drawn from.
struct base_map {
  std::vector<region> countries;
  std::vector<region> states;   ///< of the United States
  std::vector<region> counties; ///< of the United States
};

struct dataset {
  std::string service_name; ///< as it stands in addresses: "Field"
  std::vector<domain> domains;
  std::vector<feature_class> classes; ///< 0 Counties, 1 Inspections
  base_map base;

  const feature_class* find(int layer_id) const;
  const domain* find_domain(const std::string& name) const;
};

/// Reads the data files (see ORIGIN.md beside them).
outcome<dataset> load_dataset(const std::filesystem::path& folder);

} // namespace sandbox
