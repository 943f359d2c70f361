#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// A number, text or null.
nlohmann::json to_json(const value& cell);
/// An attribute as the dialect writes it: ids are `{UPPER-CASE}`, or bare in lower case.
value spoken(const value& cell, field_type type, dialect speaks);

nlohmann::json domain_json(const domain& rule);
/// How answers of queries describe a column.
nlohmann::json column_json(const service_data& service, const field& column);
/// How the layer's resource does: with what it takes to edit it.
nlohmann::json field_json(const service_data& service, const field& column);

} // namespace sandbox
