#pragma once

#include "core/plan/map_services.hpp"

namespace core {

/// Why a layer or table cannot be taken from its feature service; nothing if it
/// can. `service_layer` is its id there.
proto::outcome feature_capability(const proto::web_map_layer& layer, const feature_service& service, int service_layer);

/// Why tiles cannot be exported for this layer; nothing if they can.
proto::outcome tile_capability(const proto::web_map_layer& layer, const tile_service& service);

/// Whether rows can be created, updated or deleted (any of the three): the
/// layer's own capabilities, else the service's.
bool is_editable(const feature_service& service, const proto::service_layer& layer);

/// Whether the web map's author took editing away from the layer.
bool is_read_only_in_map(const proto::web_map_layer& layer);

} // namespace core
