#include "sandbox/portal/item_search.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/portal/search_query.hpp"

namespace sandbox {
namespace {

using nlohmann::json;
using corners = std::array<double, 4>; ///< xmin, ymin, xmax, ymax

constexpr std::array<const char*, 6> sortable{"title", "created", "type", "owner", "modified", "numViews"};
constexpr std::array<const char*, 4> not_served{"categories", "categoryFilters", "countFields", "countSize"};

outcome<std::optional<corners>> read_bbox(const std::string& text) {
  if (text.empty())
    return std::optional<corners>{};
  const auto parts = list_items(text);
  corners box{};
  bool good = parts.size() == box.size();
  for (std::size_t i = 0; good && i < box.size(); ++i) {
    const auto number = number_in<double>(parts[i]);
    good = number.has_value();
    box[i] = number.value_or(0);
  }
  if (!good)
    return problem{"'bbox' is xmin,ymin,xmax,ymax."};
  return std::optional{box};
}

bool meets(const json& item, const corners& box) {
  const json& extent = item.value("extent", json::array());
  if (!extent.is_array() || extent.size() != 2)
    return false;
  const auto at = [&](std::size_t corner, std::size_t axis) { return extent[corner][axis].get<double>(); };
  return at(0, 0) <= box[2] && at(1, 0) >= box[0] && at(0, 1) <= box[3] && at(1, 1) >= box[1];
}

/// Texts without regard to case.
json sort_key(const json& item, const std::string& field) {
  const json& value = item.value(field, json{});
  return value.is_string() ? json(lower_case(value.get<std::string>())) : value;
}

outcome<bool> sort(std::vector<json>& items, const http_request& request) {
  std::string field = request.parameter("sortField");
  if (field.empty())
    return true; // by relevance, which is the order of the catalogue here
  const auto known =
    std::find_if(sortable.begin(), sortable.end(), [&](const char* each) { return same_word(each, field); });
  if (known == sortable.end())
    return problem{"'sortField' cannot be '" + field + "'."};
  field = *known;
  const std::string& order = request.parameter("sortOrder");
  if (!order.empty() && order != "asc" && order != "desc")
    return problem{"'sortOrder' is asc or desc."};
  std::stable_sort(items.begin(), items.end(), [&](const json& a, const json& b) {
    const json left = sort_key(a, field);
    const json right = sort_key(b, field);
    return order == "desc" ? right < left : left < right;
  });
  return true;
}

outcome<bool> keep_matches(std::vector<json>& items, const http_request& request) {
  for (const auto* name : {"q", "filter"}) {
    const auto wanted = search_query::parse(request.parameter(name));
    if (!wanted)
      return problem{"'" + std::string{name} + "': " + wanted.error() + "."};
    std::erase_if(items, [&](const json& item) { return !wanted->matches(item); });
  }
  const auto box = read_bbox(request.parameter("bbox"));
  if (!box)
    return problem{box.error()};
  if (*box)
    std::erase_if(items, [&](const json& item) { return !meets(item, **box); });
  return sort(items, request);
}

std::optional<std::int64_t> number_of(const http_request& request, const char* name, std::int64_t usual) {
  const std::string& text = request.parameter(name);
  return text.empty() ? usual : number_in<std::int64_t>(text);
}

} // namespace

outcome<json> page_of(const http_request& request, const std::vector<json>& documents, const char* name) {
  constexpr std::int64_t most = 100;
  const auto start = number_of(request, "start", 1);
  const auto wanted = number_of(request, "num", 10);
  if (!start || *start < 1)
    return problem{"'start' is a number from 1."};
  if (!wanted || *wanted < 0)
    return problem{"'num' is a number from 0."};
  const auto total = static_cast<std::int64_t>(documents.size());
  const std::int64_t first = std::min(*start - 1, total);
  const std::int64_t end = std::min(first + std::min(*wanted, most), total);
  json page{{"total", total}, {"start", *start}, {"num", end - first}, {"nextStart", end < total ? end + 1 : -1}};
  page[name] = std::vector<json>(documents.begin() + first, documents.begin() + end);
  return page;
}

http_response search_items(const http_request& request, std::vector<json> items) {
  for (const char* name : not_served) {
    if (!request.parameter(name).empty())
      return error_answer(400, "Unable to perform query.", {"'" + std::string{name} + "' is not supported."});
  }
  const std::string& query = request.parameter("q");
  if (query.empty() && request.parameter("filter").empty())
    return error_answer(400, "'q' or 'filter' must be specified.");
  const auto done = keep_matches(items, request);
  if (!done)
    return error_answer(400, "Unable to perform query.", {done.error()});
  auto answer = page_of(request, items, "results");
  if (!answer)
    return error_answer(400, "Unable to perform query.", {answer.error()});
  (*answer)["query"] = query;
  return json_answer(request, *answer);
}

} // namespace sandbox
