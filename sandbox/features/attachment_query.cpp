#include "sandbox/features/attachment_query.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

#include "sandbox/base/text.hpp"
#include "sandbox/features/attachment_filter.hpp"
#include "sandbox/features/feature_query.hpp"
#include "sandbox/features/field_document.hpp"
#include "sandbox/features/query_parameters.hpp"
#include "sandbox/http/answers.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::array attachment_parameters{known_parameter{"f", "json pjson html"}, known_parameter{"token"},
  known_parameter{"objectIds"}, known_parameter{"globalIds"}, known_parameter{"definitionExpression"},
  known_parameter{"attachmentsDefinitionExpression"}, known_parameter{"attachmentTypes"}, known_parameter{"size"},
  known_parameter{"keywords"}, known_parameter{"returnUrl", "true false"},
  known_parameter{"returnMetadata", "true false"}, known_parameter{"returnCountOnly", "true false"},
  known_parameter{"resultOffset"}, known_parameter{"resultRecordCount"}};
constexpr std::array content_parameters{known_parameter{"f"}, known_parameter{"token"}};

/// Exactly one parameter must say which rows.
outcome<std::vector<std::size_t>> read_parents(const http_request& request, const table& from, std::int64_t now_ms) {
  const std::string &ids = request.parameter("objectIds"), &global_ids = request.parameter("globalIds"),
                    &where = request.parameter("definitionExpression");
  if (ids.empty() + global_ids.empty() + where.empty() != 2)
    return problem{"one of 'objectIds', 'globalIds' and 'definitionExpression' must be specified"};
  std::vector<std::size_t> rows;
  if (!ids.empty()) {
    const auto listed = read_object_ids(ids);
    if (!listed)
      return problem{listed.error()};
    for (const std::int64_t id : *listed) {
      if (const auto row = row_of(from, id))
        rows.push_back(*row);
    }
  } else if (!global_ids.empty()) {
    std::set<std::string> listed;
    for (const std::string_view id : list_items(global_ids))
      listed.insert(plain_id(std::string{id}));
    for (std::size_t row = 0; row < from.rows.size(); ++row) {
      if (listed.count(from.rows[row].global_id) > 0)
        rows.push_back(row);
    }
  } else {
    const auto condition = where_clause::read(where, from, now_ms);
    if (!condition)
      return invalid_parameter("definitionExpression", condition.error());
    for (std::size_t row = 0; row < from.rows.size(); ++row) {
      if (condition->takes(from.rows[row]))
        rows.push_back(row);
    }
  }
  std::sort(rows.begin(), rows.end());
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  return rows;
}

auto attachments_of(const table& from, std::size_t row) {
  struct by_row {
    bool operator()(const attachment& one, std::size_t wanted) const { return one.row < wanted; }
    bool operator()(std::size_t wanted, const attachment& one) const { return wanted < one.row; }
  };
  return std::equal_range(from.attachments.begin(), from.attachments.end(), row, by_row{});
}

std::string spoken_id(const std::string& global_id, dialect speaks) {
  return std::get<std::string>(spoken(global_id, field_type::global_id, speaks));
}

json info_json(const attachment& one, dialect speaks) {
  return {{"id", one.id}, {"globalId", spoken_id(one.global_id, speaks)}, {"name", one.name},
    {"contentType", one.content_type}, {"size", one.size}, {"keywords", one.keywords}};
}

std::string content_address(const std::string& layer, std::int64_t object_id, std::int64_t id) {
  return layer + "/" + std::to_string(object_id) + "/attachments/" + std::to_string(id);
}

http_response not_found(const std::string& what) {
  return error_answer(404, "Unable to complete operation.", {what + " not found"});
}

} // namespace

attachment_query::attachment_query(const http_request& request, const table& from, std::string address, dialect speaks)
  : request_{request},
    from_{from},
    address_{std::move(address)},
    speaks_{speaks} {}

http_response attachment_query::list(std::int64_t now_ms) const {
  if (auto unknown = refuse_unknown(request_, attachment_parameters))
    return query_refused(unknown->text);
  if (!from_.has_attachments)
    return query_refused("the layer has no attachments");
  const auto parents = read_parents(request_, from_, now_ms);
  if (!parents)
    return query_refused(parents.error());
  const auto filter = attachment_filter::read(request_, now_ms);
  if (!filter)
    return query_refused(filter.error());
  constexpr std::size_t no_limit = std::numeric_limits<std::int32_t>::max();
  const auto offset = read_count(request_, "resultOffset", 0, 0, no_limit);
  if (!offset)
    return query_refused(offset.error());
  const auto most = read_count(request_, "resultRecordCount", no_limit, 1, no_limit);
  if (!most)
    return query_refused(most.error());

  const bool counts = request_.flag("returnCountOnly");
  json groups = json::array();
  std::size_t seen = 0;
  for (const std::size_t row : *parents) {
    const feature& parent = from_.rows[row];
    json infos = json::array();
    const auto [first, last] = attachments_of(from_, row);
    for (auto one = first; one != last; ++one) {
      if (!filter->takes(*one))
        continue;
      infos.push_back(info_json(*one, speaks_));
      if (request_.flag("returnUrl"))
        infos.back()["url"] = content_address(address_, parent.object_id, one->id);
      if (request_.flag("returnMetadata"))
        infos.back()["exifInfo"] = nullptr; // pictures that no camera took
    }
    if (infos.empty() || seen++ < *offset || groups.size() == *most)
      continue;
    json group{{"parentObjectId", parent.object_id}, {"parentGlobalId", spoken_id(parent.global_id, speaks_)}};
    if (counts)
      group["count"] = infos.size();
    else
      group["attachmentInfos"] = std::move(infos);
    groups.push_back(std::move(group));
  }
  return json_answer(request_, {{"fields", json::array()}, {"attachmentGroups", std::move(groups)}});
}

http_response attachment_query::infos(std::int64_t object_id) const {
  if (auto unknown = refuse_unknown(request_, content_parameters))
    return query_refused(unknown->text);
  const auto row = row_of(from_, object_id);
  if (!row || !from_.has_attachments)
    return not_found("object " + std::to_string(object_id) + " with attachments");
  json infos = json::array();
  const auto [first, last] = attachments_of(from_, *row);
  for (auto one = first; one != last; ++one) {
    infos.push_back(info_json(*one, speaks_));
    infos.back()["parentGlobalId"] = spoken_id(from_.rows[*row].global_id, speaks_);
  }
  return json_answer(request_, {{"attachmentInfos", std::move(infos)}});
}

http_response attachment_query::bytes(std::int64_t object_id, std::int64_t id) const {
  if (auto unknown = refuse_unknown(request_, content_parameters))
    return query_refused(unknown->text);
  const auto row = row_of(from_, object_id);
  if (!row || from_.pictures == nullptr)
    return not_found("attachment " + std::to_string(id));
  const auto [first, last] = attachments_of(from_, *row);
  const auto one = std::find_if(first, last, [&](const attachment& each) { return each.id == id; });
  if (one == last)
    return not_found("attachment " + std::to_string(id));
  std::string content = from_.pictures->bytes(*one);
  if (content.size() != one->size)
    return error_answer(500, "Unable to complete operation.", {"the attachment's content has gone"});
  http_response answer = bytes_answer(std::move(content), one->content_type);
  answer.headers["Content-Disposition"] = "inline; filename=\"" + percent_encoded(one->name) + "\"";
  return answer;
}

} // namespace sandbox
