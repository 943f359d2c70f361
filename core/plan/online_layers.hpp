#pragma once

#include "proto/arcgis/web_map.hpp"
#include "proto/control/finding.hpp"
#include "proto/control/job_request.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace core {

/// The option in effect: overrides supersede it
/// (GenerateOfflineMapParameterOverrides.onlineLayers).
proto::online_only_services_option online_option_of(const proto::job_request& request);

/// What `onlineOnlyServicesOption` makes of layers and tables (OnlineOnlyServicesOption):
///
///     option               cannot go offline          can go offline
///     exclude              left out, with an error    taken
///     include              stays online               taken
///     useAuthoredSettings  stays online where the author lists it, else as with exclude or taken
///
/// Whether the map's author keeps the layer online, come what may: its service is not
/// asked then. Features that the map itself holds have nowhere else to be.
bool is_connected_online(const proto::web_map_layer& layer, proto::online_only_services_option option,
  const std::optional<proto::offline_settings>& author);

/// The same for a job, whose overrides name such layers and tables themselves.
bool is_kept_online(const proto::web_map_layer& layer, const proto::job_request& request,
  const std::optional<proto::offline_settings>& author);

/// Whether a layer that is refused for this reason stays online instead. Only where its
/// kind or its service does not go offline: a layer that is missing, a duplicate of
/// another or outside of the area is an error with every option.
bool stays_online_instead(proto::online_only_services_option option, proto::failure_code why);

/// That a layer stays online. What its entry in the map loses with its secrets is said, too.
proto::finding remains_online(const proto::web_map_layer& layer, const nlohmann::json& entry, std::string why);

} // namespace core
