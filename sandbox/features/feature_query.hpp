#pragma once

#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// `.../FeatureServer/<id>/query`: where, objectIds, geometry (envelope or polygon) with inSR, outSR, outFields,
/// returnGeometry, returnCountOnly, returnIdsOnly, resultOffset, resultRecordCount. What else the reference knows is
/// refused by name unless its value changes nothing. ArcGIS REST API, Query (Feature Service/Layer).
http_response query_layer(
  const world& shared, const service_data& service, const table& layer, const http_request& request);

} // namespace sandbox
