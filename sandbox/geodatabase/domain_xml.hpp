#pragma once

#include <string>

#include "sandbox/model/field.hpp"

namespace sandbox {

/// The definition of a coded value domain or a range domain for its row of GDB_Items.
std::string domain_xml(const domain& rule);

} // namespace sandbox
