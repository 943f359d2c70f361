#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sandbox/model/service_data.hpp"

namespace sandbox {

/// A relationship class of a mobile geodatabase; all names unqualified.
struct relationship_class {
  std::string name;
  std::string origin; ///< table
  std::string destination;
  std::string origin_key; ///< fields
  std::string destination_key;
  cardinality many = cardinality::one_to_many;
  bool composite = false;
  bool attachments = false;  ///< the destination holds the attachments of the origin
  std::string forward_label; ///< what the destination is to the origin
  std::string backward_label;
};

/// Those between tables that are both there, and that of each table to its attachments.
std::vector<relationship_class> relationship_classes(
  const service_data& service, const std::vector<const table*>& tables);

/// The number for it in GDB_Items.DatasetSubtype1.
std::int64_t cardinality_code(cardinality many);

/// The definition (DERelationshipClassInfo) for its row of GDB_Items; `id` is the ObjectID there.
std::string relationship_class_xml(const relationship_class& described, std::int64_t id, bool archived);

} // namespace sandbox
