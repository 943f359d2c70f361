#include "sandbox/features/related_query.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <set>

#include "sandbox/base/text.hpp"
#include "sandbox/features/esri_features.hpp"
#include "sandbox/features/feature_query.hpp"
#include "sandbox/features/feature_rows.hpp"
#include "sandbox/features/query_parameters.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/model/esri_json.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::array related_parameters{known_parameter{"f", "json pjson html"}, known_parameter{"token"},
  known_parameter{"objectIds"}, known_parameter{"relationshipId"}, known_parameter{"outFields"},
  known_parameter{"definitionExpression"}, known_parameter{"returnGeometry", "true false"}, known_parameter{"outSR"},
  known_parameter{"defaultSR"}, known_parameter{"maxAllowableOffset"}, known_parameter{"geometryPrecision"},
  known_parameter{"returnZ", "true false"}, known_parameter{"returnM", "true false"},
  known_parameter{"returnTrueCurves", "true false"}, known_parameter{"returnCountOnly", "true false"},
  known_parameter{"orderByFields"}, known_parameter{"resultOffset"}, known_parameter{"resultRecordCount"},
  known_parameter{"timeReferenceUnknownClient", "true false"}, known_parameter{"sqlFormat", "none standard"}};

/// Which way a relationship is followed.
struct direction {
  const table* target = nullptr;
  std::size_t own_key = 0; ///< columns
  std::size_t target_key = 0;
};

outcome<direction> read_direction(const http_request& request, const service_data& service, const table& from) {
  const auto id = number_in<int>(request.parameter("relationshipId"));
  const auto link = std::find_if(service.relationships.begin(), service.relationships.end(),
    [&](const relationship& one) { return id == one.id && (one.origin == from.id || one.destination == from.id); });
  if (link == service.relationships.end())
    return invalid_parameter("relationshipId", request.parameter("relationshipId"));
  const bool forward = link->origin == from.id;
  const table* target = service.find(forward ? link->destination : link->origin);
  const field* own = from.find_field(forward ? link->origin_key : link->destination_key);
  const field* other =
    target == nullptr ? nullptr : target->find_field(forward ? link->destination_key : link->origin_key);
  if (own == nullptr || other == nullptr)
    return problem{"the relationship leads nowhere"};
  return direction{target, static_cast<std::size_t>(own - from.fields.data()),
    static_cast<std::size_t>(other - target->fields.data())};
}

/// An object and one of the rows that belong to it.
struct related_pair {
  std::int64_t object_id = 0;
  std::size_t row = 0;
};

class related_rows_query {
public:
  related_rows_query(const http_request& request, const service_data& service, const table& from, dialect speaks)
    : request_{request},
      service_{service},
      from_{from},
      speaks_{speaks} {}

  outcome<json> answer(std::int64_t now_ms) {
    if (auto unknown = refuse_unknown(request_, related_parameters))
      return *unknown;
    const auto way = read_direction(request_, service_, from_);
    if (!way)
      return problem{way.error()};
    way_ = *way;
    if (auto failed = find_pairs(now_ms))
      return *failed;
    return request_.flag("returnCountOnly") ? counts() : records();
  }

private:
  /// The objects by their key values.
  outcome<std::multimap<value, std::int64_t>> read_keys() const {
    const auto ids = read_object_ids(request_.parameter("objectIds"));
    if (!ids)
      return problem{ids.error()};
    if (ids->empty())
      return problem{"'objectIds' parameter must be specified"};
    std::multimap<value, std::int64_t> keys;
    for (const std::int64_t id : std::set(ids->begin(), ids->end())) { // an object may be named twice
      const auto row = row_of(from_, id);
      const value* key = row ? &from_.rows[*row].attributes[way_.own_key] : nullptr;
      if (key != nullptr && !std::holds_alternative<std::monostate>(*key))
        keys.emplace(*key, id);
    }
    return keys;
  }

  std::optional<problem> find_pairs(std::int64_t now_ms) {
    const auto keys = read_keys();
    if (!keys)
      return problem{keys.error()};
    const auto where = where_clause::read(request_.parameter("definitionExpression"), *way_.target, now_ms);
    if (!where)
      return invalid_parameter("definitionExpression", where.error());
    const auto order = read_order(request_.parameter("orderByFields"), way_.target->fields);
    if (!order)
      return problem{order.error()};
    for (std::size_t row = 0; row < way_.target->rows.size(); ++row) {
      const feature& candidate = way_.target->rows[row];
      const auto [first, last] = keys->equal_range(candidate.attributes[way_.target_key]);
      for (auto key = first; key != last && where->takes(candidate); ++key)
        pairs_.push_back({key->second, row});
    }
    std::stable_sort(pairs_.begin(), pairs_.end(), [&](const related_pair& a, const related_pair& b) {
      if (a.object_id != b.object_id)
        return a.object_id < b.object_id;
      return comes_before(way_.target->rows[a.row].attributes, way_.target->rows[b.row].attributes, *order);
    });
    return {};
  }

  json counts() const {
    json groups = json::array();
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (i == 0 || pairs_[i - 1].object_id != pairs_[i].object_id)
        groups.push_back({{"objectId", pairs_[i].object_id}, {"count", 0}});
      groups.back()["count"] = groups.back()["count"].get<int>() + 1;
    }
    return {{"relatedRecordGroups", std::move(groups)}};
  }

  /// Leaves the page; true if there is more behind it.
  outcome<bool> cut() {
    const auto limit = static_cast<std::size_t>(service_.max_record_count);
    constexpr std::size_t no_limit = std::numeric_limits<std::int32_t>::max();
    const auto offset = read_count(request_, "resultOffset", 0, 0, no_limit);
    if (!offset)
      return problem{offset.error()};
    const auto most = read_count(request_, "resultRecordCount", limit, 1, no_limit);
    if (!most)
      return problem{most.error()};
    pairs_.erase(pairs_.begin(), pairs_.begin() + static_cast<std::ptrdiff_t>(std::min(*offset, pairs_.size())));
    const bool more = pairs_.size() > std::min(*most, limit);
    pairs_.resize(std::min({pairs_.size(), *most, limit}));
    return more;
  }

  outcome<json> records() {
    const auto more = cut();
    if (!more)
      return problem{more.error()};
    const auto columns = read_out_fields(request_.parameter("outFields"), *way_.target);
    if (!columns)
      return problem{columns.error()};
    const auto shapes = read_shape_wish(request_, answer_format::esri_json);
    if (!shapes)
      return problem{shapes.error()};
    const bool geometry = way_.target->is_spatial() && read_flag(request_, "returnGeometry", true);
    std::vector<std::size_t> rows;
    for (const related_pair& pair : pairs_)
      rows.push_back(pair.row);
    auto found = feature_rows(*way_.target, rows, *columns, geometry ? &*shapes : nullptr, speaks_);
    if (!found)
      return problem{found.error()};
    found->exceeded = *more;
    return grouped(*found);
  }

  json grouped(const feature_set& found) const {
    json groups = json::array();
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
      if (i == 0 || pairs_[i - 1].object_id != pairs_[i].object_id)
        groups.push_back({{"objectId", pairs_[i].object_id}, {"relatedRecords", json::array()}});
      groups.back()["relatedRecords"].push_back(esri_feature_json(found, i));
    }
    json made{{"fields", columns_json(found, service_)}, {"relatedRecordGroups", std::move(groups)}};
    if (found.type != geometry_type::none) {
      made["geometryType"] = esri_name(found.type);
      made["spatialReference"] = spatial_reference_json(found.wkid);
      if (found.has_z)
        made["hasZ"] = true;
    }
    if (found.exceeded)
      made["exceededTransferLimit"] = true;
    return made;
  }

  const http_request& request_;
  const service_data& service_;
  const table& from_;
  dialect speaks_;
  direction way_;
  std::vector<related_pair> pairs_;
};

} // namespace

http_response query_related(
  const http_request& request, const service_data& service, const table& from, dialect speaks, std::int64_t now_ms) {
  const auto document = related_rows_query{request, service, from, speaks}.answer(now_ms);
  return document ? json_answer(request, *document) : query_refused(document.error());
}

} // namespace sandbox
