#include "proto/arcgis/row_query.hpp"

#include "proto/arcgis/area_fields.hpp"
#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"

namespace proto {
namespace {

// Rows and bytes; beyond it stands a mistake or an attack, and sums must not overflow.
constexpr std::uint64_t believable = 1'000'000'000'000'000;

constexpr auto during_count = "counting rows";
constexpr auto during_attachments = "asking for attachments";

std::vector<std::pair<std::string, std::string>> filter_form(const row_query& query) {
  std::vector<std::pair<std::string, std::string>> form{
    {"f", "json"}, {"where", query.where.empty() ? "1=1" : query.where}};
  if (!query.geometry)
    return form;
  const auto place = area_fields(*query.geometry);
  form.insert(form.end(), place.begin(), place.end());
  form.emplace_back("spatialRel", "esriSpatialRelIntersects");
  return form;
}

} // namespace

std::vector<std::pair<std::string, std::string>> to_count_form(const row_query& query) {
  auto form = filter_form(query);
  form.emplace_back("returnCountOnly", "true");
  return form;
}

std::vector<std::pair<std::string, std::string>> to_ids_form(const row_query& query) {
  auto form = filter_form(query);
  form.emplace_back("returnIdsOnly", "true");
  return form;
}

result<std::uint64_t> read_row_count(const nlohmann::json& json) {
  const auto count = integer_in<std::uint64_t>(json, "count");
  if (!count || *count > believable)
    return unreadable(json, during_count, "has no count");
  return *count;
}

result<std::vector<std::int64_t>> read_row_ids(const nlohmann::json& json) {
  std::vector<std::int64_t> ids;
  const auto* list = member(json, "objectIds");
  if (!list) { // null where no row is found
    if (json.is_object() && json.contains("objectIds"))
      return ids;
    return unreadable(json, during_count, "has no objectIds");
  }
  if (!list->is_array())
    return unreadable(json, during_count, "has objectIds that are no list");
  for (const auto& entry : *list) {
    const auto id = integer_of(entry);
    if (!id)
      return unreadable(json, during_count, "has an object id that is no number");
    ids.push_back(*id);
  }
  return ids;
}

std::vector<std::pair<std::string, std::string>> to_attachments_form(const std::vector<std::int64_t>& rows) {
  std::string ids;
  for (const auto row : rows)
    ids += (ids.empty() ? "" : ",") + std::to_string(row);
  return {{"f", "json"}, {"objectIds", ids}};
}

result<attachment_sum> read_attachment_sum(const nlohmann::json& json) {
  const auto* groups = member(json, "attachmentGroups");
  if (!groups || !groups->is_array())
    return unreadable(json, during_attachments, "has no attachmentGroups");
  if (boolean_in(json, "exceededTransferLimit").value_or(false))
    return unreadable(json, during_attachments, "lists only a part of them");
  attachment_sum sum;
  for (const auto& group : *groups) {
    const auto* infos = member(group, "attachmentInfos");
    if (!infos || !infos->is_array())
      continue;
    for (const auto& info : *infos) {
      const auto size = integer_in<std::uint64_t>(info, "size");
      if (!size || *size > believable - sum.bytes)
        return unreadable(json, during_attachments, "has an attachment without a size that can be believed");
      ++sum.count;
      sum.bytes += *size;
    }
  }
  return sum;
}

} // namespace proto
