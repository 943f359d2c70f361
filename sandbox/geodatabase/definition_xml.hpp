#pragma once

#include <cstdint>
#include <string>

#include "sandbox/base/xml_writer.hpp"
#include "sandbox/model/geometry.hpp"
#include "sandbox/model/value.hpp"

namespace sandbox {

// What the definitions in rows of GDB_Items have in common.

/// `wkid` is one of those with a standard grid.
void write_spatial_reference(xml_writer& xml, int wkid);
/// The corners only; an empty one is NaN all round.
void write_corners(xml_writer& xml, const envelope& box);
void write_empty_list(xml_writer& xml, const char* name, const char* type);
/// A value with the type that schemas give it, `xs:int` ...; null becomes nothing at all.
void write_typed(xml_writer& xml, const char* name, const value& held, field_type type);

/// `2024-05-17T08:00:00`
std::string xml_time(std::int64_t milliseconds);

std::string workspace_xml();
std::string historical_marker_xml(std::int64_t created_ms);

} // namespace sandbox
