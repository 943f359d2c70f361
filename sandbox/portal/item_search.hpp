#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/base/outcome.hpp"
#include "sandbox/http/http_message.hpp"

namespace sandbox {

/// One page of the documents by `start` (from 1) and `num` (10, at most 100): `{total, start, num, nextStart}` and the
/// documents in the member `name`. A problem where one of the two is no such number.
outcome<nlohmann::json> page_of(
  const http_request& request, const std::vector<nlohmann::json>& documents, const char* name);

/// `search`: those of the items that `q` and `filter` find and `bbox` meets (degrees), sorted, one page of them.
/// (ArcGIS REST API, Search)
http_response search_items(const http_request& request, std::vector<nlohmann::json> items);

} // namespace sandbox
