#pragma once

#include <cstdint>
#include <string>

#include "sandbox/base/xml_writer.hpp"
#include "sandbox/geodatabase/gdb_class.hpp"

namespace sandbox {

/// What the definition of a class needs besides the class.
struct class_facts {
  std::int64_t id = 0; ///< ObjectID of its item
  bool archived = false;
  int wkid = web_mercator; ///< of its shapes
  envelope extent;         ///< in that reference
};

/// The definition of a feature class (DEFeatureClassInfo) or table (DETableInfo) for its row of GDB_Items.
std::string class_xml(const gdb_class& described, const class_facts& facts);

/// What all datasets' definitions begin with, in the order that the schema asks for. `type`: `esriDTTable` ...
void write_class_head(
  xml_writer& xml, const gdb_class& described, std::int64_t id, const char* type, const char* class_id);

} // namespace sandbox
