#include "sandbox/features/replica_selection.hpp"

#include <algorithm>

#include "sandbox/features/related_rows.hpp"

namespace sandbox {
namespace {

outcome<std::vector<std::size_t>> rows_of(
  const replica_layer& layer, const placed_geometry& asked, const row_index& index, std::int64_t now_ms) {
  if (layer.option == query_option::none)
    return std::vector<std::size_t>{};
  row_filter filter;
  if (layer.option == query_option::use_filter) {
    auto where = where_clause::read(layer.where, *layer.source, now_ms);
    if (!where)
      return problem{where.error()};
    filter.where = std::move(*where);
    if (layer.use_geometry) {
      auto place = shape_filter::make(asked, spatial_relation::intersects, 0);
      if (!place)
        return problem{place.error()};
      filter.place = std::move(*place);
    }
  }
  return index.find(filter);
}

} // namespace

outcome<bool> choose_rows(
  replica_request& wanted, const std::vector<row_index>& indices, std::int64_t now_ms, job_progress& progress) {
  for (replica_layer& layer : wanted.layers) {
    if (progress.cancelled)
      return problem{"The job was cancelled."};
    const auto index =
      std::find_if(indices.begin(), indices.end(), [&](const row_index& one) { return &one.source() == layer.source; });
    auto rows = rows_of(layer, wanted.extent, *index, now_ms);
    if (!rows)
      return problem{rows.error()};
    layer.rows = std::move(*rows);
    progress.done += static_cast<std::int64_t>(layer.rows.size());
  }
  add_related_rows(wanted);
  for (replica_layer& layer : wanted.layers) {
    if (wanted.returns_attachments)
      layer.attachments = attachments_of(*layer.source, layer.rows);
  }
  return true;
}

} // namespace sandbox
