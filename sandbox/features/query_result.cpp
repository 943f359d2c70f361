#include "sandbox/features/query_result.hpp"

#include <algorithm>
#include <set>

#include "sandbox/features/esri_features.hpp"
#include "sandbox/features/extent_document.hpp"
#include "sandbox/features/feature_rows.hpp"
#include "sandbox/features/geojson_features.hpp"
#include "sandbox/features/pbf_features.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

/// Rows whose values in the columns come for the first time.
void keep_distinct(const table& from, const std::vector<std::size_t>& columns, std::vector<std::size_t>& rows) {
  std::set<std::vector<value>> seen;
  std::erase_if(rows, [&](std::size_t row) {
    std::vector<value> key;
    for (const std::size_t column : columns)
      key.push_back(from.rows[row].attributes[column]);
    return !seen.insert(std::move(key)).second;
  });
}

/// Leaves the page. True if there is more behind it.
template <typename Row>
bool cut_page(const query_request& wanted, std::vector<Row>& rows) {
  const std::size_t first = std::min(wanted.offset, rows.size());
  rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(first));
  if (rows.size() <= wanted.most)
    return false;
  rows.resize(wanted.returns_exceeded ? wanted.most : 0);
  return true;
}

} // namespace

query_result::query_result(
  const service_data& service, const row_index& index, const query_request& wanted, dialect speaks)
  : service_{service},
    from_{index.source()},
    wanted_{wanted},
    speaks_{speaks},
    rows_{index.find(wanted.rows)} {
  if (wanted.distinct)
    keep_distinct(from_, wanted.columns, rows_);
}

std::vector<std::int64_t> query_result::ids() const {
  std::vector<std::int64_t> list;
  for (const std::size_t row : rows_)
    list.push_back(from_.rows[row].object_id);
  return list;
}

outcome<envelope> query_result::extent() const {
  std::vector<geometry> shapes;
  for (const std::size_t row : rows_)
    shapes.push_back(from_.rows[row].shape);
  const auto moved = project(std::move(shapes), wgs84, wanted_.shapes.wkid);
  if (!moved)
    return problem{moved.error()};
  envelope box;
  for (const geometry& shape : *moved)
    box.include(shape.extent());
  return box;
}

outcome<feature_set> query_result::features() const {
  std::vector<std::size_t> page = rows_;
  const bool exceeded = cut_page(wanted_, page);
  auto made = feature_rows(from_, page, wanted_.columns, wanted_.geometry ? &wanted_.shapes : nullptr, speaks_);
  if (made)
    made->exceeded = exceeded;
  return made;
}

outcome<feature_set> query_result::statistics() const {
  feature_set made;
  made.fields = statistic_fields(from_, wanted_.groups, wanted_.statistics);
  const auto order = read_order(wanted_.order, made.fields);
  if (!order)
    return problem{order.error()};
  made.attributes = statistic_rows(from_, rows_, wanted_.groups, wanted_.statistics);
  std::stable_sort(made.attributes.begin(), made.attributes.end(),
    [&](const std::vector<value>& a, const std::vector<value>& b) { return comes_before(a, b, *order); });
  made.exceeded = cut_page(wanted_, made.attributes);
  return made;
}

outcome<feature_set> query_result::rows_or_statistics() const {
  return wanted_.kind == query_kind::statistics ? statistics() : features();
}

outcome<json> query_result::document() const {
  const std::string& object_id = from_.fields[from_.object_id_column()].name;
  if (wanted_.kind == query_kind::count)
    return json{{"count", rows_.size()}};
  if (wanted_.kind == query_kind::ids)
    return json{{"objectIdFieldName", object_id}, {"objectIds", ids()}};
  if (wanted_.kind == query_kind::extent) {
    const auto box = extent();
    if (!box)
      return problem{box.error()};
    json made{{"extent", extent_json(*box, wanted_.shapes.wkid)}};
    if (wanted_.counts_extent)
      made["count"] = rows_.size();
    return made;
  }
  const auto found = rows_or_statistics();
  if (!found)
    return problem{found.error()};
  return wanted_.format == answer_format::geojson ? geojson_features(*found, speaks_)
                                                  : esri_features_json(*found, service_);
}

outcome<std::string> query_result::bytes() const {
  if (wanted_.kind == query_kind::count)
    return pbf_count(rows_.size());
  if (wanted_.kind == query_kind::ids)
    return pbf_ids(from_.fields[from_.object_id_column()].name, ids());
  if (wanted_.kind == query_kind::extent) {
    const auto box = extent();
    if (!box)
      return problem{box.error()};
    return pbf_extent(*box, wanted_.shapes.wkid, wanted_.counts_extent ? std::optional{rows_.size()} : std::nullopt);
  }
  const auto found = rows_or_statistics();
  if (!found)
    return problem{found.error()};
  return pbf_features(*found, service_);
}

} // namespace sandbox
