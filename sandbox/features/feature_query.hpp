#pragma once

#include "sandbox/features/row_index.hpp"
#include "sandbox/http/http_message.hpp"
#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// `.../FeatureServer/<id>/query` over the rows of an index, as Esri JSON, GeoJSON or PBF. What the reference knows and
/// this service does not is refused by name unless its value changes nothing.
/// ArcGIS REST API, Query (Feature Service/Layer).
http_response query_layer(const http_request& request, const service_data& service, const row_index& index,
  dialect speaks, std::int64_t now_ms);

/// `.../FeatureServer/query`: several layers at once, named with their conditions by `layerDefs`: `{"0":"A=1"}` or
/// `[{"layerId":0,"where":"A=1","outFields":"A"}]`; the other parameters are those of a layer's query. As JSON only.
/// ArcGIS REST API, Query (Feature Service).
http_response query_service(const http_request& request, const service_data& service,
  const std::vector<row_index>& indices, dialect speaks, std::int64_t now_ms);

/// Errors of all queries: HTTP 200 and JSON, whatever `f` says.
http_response query_refused(const std::string& detail);

} // namespace sandbox
