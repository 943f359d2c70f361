#pragma once

#include "core/ports/transfers.hpp"
#include "proto/arcgis/web_map.hpp"
#include "proto/record/export_task.hpp"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace core {

/// Whether two addresses lead to one server: scheme, host and port.
bool same_origin(const std::string& one, const std::string& other);

/// What a web map wants on every request to a service (web map specification,
/// customParameters): what may be stored, and where the rest is read again.
struct wanted_parameters {
  proto::service_parameters plain;
  proto::parameter_sources secret;
};

/// Appends it: only where the request goes to the origin of `service`, since a key for one
/// server is nobody else's, and never in the place of `token` or of a parameter that the
/// request has.
void append_parameters(small_request& request, const wanted_parameters& wanted, const std::string& service);
void append_parameters(artifact_request& request, const wanted_parameters& wanted, const std::string& service);

/// Those that a request to this address with this form takes: none in the place of another.
proto::service_parameters not_taken(const proto::service_parameters& parameters, const std::string& address,
  const std::vector<std::pair<std::string, std::string>>& form);

/// Those that may be stored, and the others: secrets by their names or by what they hold.
proto::service_parameters storable(const proto::service_parameters& parameters);
proto::service_parameters not_storable(const proto::service_parameters& parameters);

/// The documents of the portal that a map's layers stand in, by the pointer of the group that
/// the layers of an item were put into; of the map itself by the empty pointer.
using map_documents = std::map<std::string, std::string>;

/// Where the secret parameters of a layer are read again; empty if it has none, or if its map
/// came as a file.
proto::parameter_sources sources_of(const proto::web_map_layer& layer, const map_documents& documents);

/// The secret parameters that the layers of such a document want, by the layer's comparable
/// address, or its item where it gives no address; of two alike the first's.
std::map<std::string, proto::service_parameters> secret_parameters_in(const nlohmann::json& document);

} // namespace core
