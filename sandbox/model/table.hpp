#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/model/attachment.hpp"
#include "sandbox/model/field.hpp"
#include "sandbox/model/geometry.hpp"

namespace sandbox {

struct feature {
  std::int64_t object_id = 0;
  std::string global_id;         ///< `{UPPER-CASE}`, 38 characters
  std::vector<value> attributes; ///< one for each field of the table, the two ids among them
  geometry shape;                ///< WGS84; without parts = null
};

/// A layer of a feature service, or, with geometry type none, a table of it.
struct table {
  int id = 0;       ///< in its service
  std::string name; ///< as people read it
  std::string description;
  std::string display_field;
  std::string capabilities; ///< `Query,Sync`; never more than the service's
  geometry_type type = geometry_type::none;
  bool has_z = false;        ///< its shapes have heights in metres
  std::vector<field> fields; ///< one object id and one global id among them
  std::string subtype_field; ///< empty = no subtypes
  std::int64_t default_subtype = 0;
  std::vector<subtype> subtypes;
  std::vector<feature> rows; ///< by ascending object id
  envelope extent;           ///< WGS84; empty without shapes
  nlohmann::json drawing;    ///< `drawingInfo`, or null
  double min_scale = 0;      ///< denominators; 0 = no limit
  double max_scale = 0;
  nlohmann::json says = nlohmann::json::object(); ///< laid over what the service says of itself (RFC 7386)
  bool has_attachments = false;
  std::vector<attachment> attachments; ///< by row, then by id
  std::shared_ptr<const attachment_source> pictures;

  bool is_spatial() const { return type != geometry_type::none; }
  /// Whether somebody may change its rows.
  bool is_editable() const;
  /// Without regard to case; nullptr if there is none.
  const field* find_field(std::string_view name) const;
  std::size_t object_id_column() const;
  std::size_t global_id_column() const;
  /// Puts OBJECTID and GlobalID in front where there are no fields of their types.
  void add_id_fields();
  /// The name with which a database can name it: letters, digits and underscores.
  std::string dataset_name() const;
  int namesake = 0; ///< ends that name where it is not 0: see `number_namesakes`
};

/// Numbers tables of one service, so that the names of their datasets differ, and with them those of views and tables
/// of attachments that are made of these names. Case makes no difference to databases.
void number_namesakes(std::vector<table>& tables);

/// Whether `Query,Sync` names this capability; case does not matter.
bool has_capability(std::string_view capabilities, std::string_view wanted);

} // namespace sandbox
