#pragma once

#include <nlohmann/json.hpp>

#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// The web map: a raster basemap, a vector tile layer, a group with the two feature layers. The popup of the
/// inspections stands here, that of the counties only in the item of the feature service.
nlohmann::json web_map_json(const world& shared, const http_request& request);

/// What the item of the feature service stores: popups of both layers, and how the counties are drawn.
nlohmann::json field_item_data(const world& shared);

} // namespace sandbox
