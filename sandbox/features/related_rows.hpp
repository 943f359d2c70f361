#pragma once

#include "sandbox/geodatabase/geodatabase.hpp"

namespace sandbox {

/// Adds the rows that belong to chosen rows of other layers, to layers with `queryOption` none and `includeRelated` only:
/// from the origin of a relationship to its destination, never back, as often as rows come along. Their `rows` stay in
/// order. ArcGIS REST API, Create Replica, `layerQueries`.
void add_related_rows(replica_request& wanted);

/// The attachments of a table's chosen rows, as indices into `attachments`; `rows` ascends.
std::vector<std::size_t> attachments_of(const table& source, const std::vector<std::size_t>& rows);

} // namespace sandbox
