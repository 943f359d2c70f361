#pragma once

#include <string>

#include "sandbox/features/row_index.hpp"
#include "sandbox/http/http_message.hpp"

namespace sandbox {

/// The rows that `where`, `objectIds`, `geometry` (with `geometryType`, `inSR`, `spatialRel`, `distance`, `units`)
/// mean. `where` is given apart: a service's query has one for each layer. `default_wkid` is that of a
/// geometry without any. ArcGIS REST API, Query (Feature Service/Layer).
outcome<row_filter> read_rows(
  const http_request& request, const std::string& where, const table& from, int default_wkid, std::int64_t now_ms);

/// `FIELD1, FIELD2 DESC`
outcome<std::vector<sort_key>> read_order(const std::string& text, const std::vector<field>& fields);

} // namespace sandbox
