#pragma once

#include "core/ports/transfers.hpp"
#include "proto/record/export_task.hpp"

#include <string>

namespace core {

/// Whether two addresses lead to one server: scheme, host and port.
bool same_origin(const std::string& one, const std::string& other);

/// Appends what a web map wants on every request to a service (web map
/// specification, customParameters): only where the request goes to the origin of
/// `service`, since a key for one server is nobody else's, and never in the place
/// of `token` or of a parameter that the request has.
void append_parameters(small_request& request, const proto::service_parameters& parameters, const std::string& service);

/// Those that may be stored: none that is a secret by its name, and values without
/// such parts.
proto::service_parameters storable(const proto::service_parameters& parameters);

} // namespace core
