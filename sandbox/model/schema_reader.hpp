#pragma once

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/service_data.hpp"

namespace sandbox {

/// The parts of a feature service's description that say what its rows may hold. All of them throw `bad_data`.
domain read_domain(const data_place& source);
field read_field(const data_place& source);
relationship read_relationship(const data_place& source);
/// Subtype field, default and subtypes of a table whose fields are known.
void read_subtypes(table& into, const data_place& source);

} // namespace sandbox
