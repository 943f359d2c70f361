#pragma once

#include "sandbox/http/http_message.hpp"
#include "sandbox/model/service_data.hpp"
#include "sandbox/options.hpp"

namespace sandbox {

/// `.../FeatureServer/<id>/queryRelatedRecords`: the rows that belong to those of `objectIds` by a relationship, from
/// either of its ends. A page is counted over all groups together.
/// ArcGIS REST API, Query Related Records (Feature Service).
http_response query_related(
  const http_request& request, const service_data& service, const table& from, dialect speaks, std::int64_t now_ms);

} // namespace sandbox
