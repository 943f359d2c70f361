#include "sandbox/features/attachment_filter.hpp"

#include <algorithm>

#include "sandbox/base/digest.hpp"
#include "sandbox/base/text.hpp"
#include "sandbox/features/query_parameters.hpp"

namespace sandbox {
namespace {

/// Attachments as rows of a table, so that conditions are read as everywhere.
const table& attachment_columns() {
  static const table columns = [] {
    table made;
    const auto add = [&](const char* name, field_type type) {
      field column;
      column.name = name;
      column.type = type;
      made.fields.push_back(std::move(column));
    };
    add("ATTACHMENTID", field_type::integer);
    for (const char* name : {"ATT_NAME", "name", "CONTENT_TYPE", "contentType", "KEYWORDS"})
      add(name, field_type::text);
    for (const char* name : {"DATA_SIZE", "size"})
      add(name, field_type::integer);
    return made;
  }();
  return columns;
}

feature as_row(const attachment& one) {
  const auto size = static_cast<std::int64_t>(one.size);
  feature row;
  row.attributes = {one.id, one.name, one.name, one.content_type, one.content_type, one.keywords, size, size};
  return row;
}

std::vector<std::string> words_in(const std::string& list) {
  std::vector<std::string> words;
  for (const std::string_view word : list_items(list))
    words.push_back(lower_case(std::string{word}));
  return words;
}

} // namespace

outcome<attachment_filter> attachment_filter::read(const http_request& request, std::int64_t now_ms) {
  attachment_filter made;
  auto where = where_clause::read(request.parameter("attachmentsDefinitionExpression"), attachment_columns(), now_ms);
  if (!where)
    return invalid_parameter("attachmentsDefinitionExpression", where.error());
  made.where_ = std::move(*where);
  made.types_ = words_in(request.parameter("attachmentTypes"));
  made.keywords_ = words_in(request.parameter("keywords"));
  if (const std::string& text = request.parameter("size"); !text.empty()) {
    const auto words = list_items(text);
    const auto least = number_in<std::uint64_t>(words[0]);
    const auto most = words.size() > 1 ? number_in<std::uint64_t>(words[1]) : std::optional{made.most_};
    if (!least || !most || words.size() > 2)
      return invalid_parameter("size", text);
    made.least_ = *least;
    made.most_ = *most;
  }
  return made;
}

bool attachment_filter::takes(const attachment& one) const {
  const std::string type = lower_case(one.content_type), name = lower_case(one.name);
  const auto is_type = [&](const std::string& wanted) { return wanted == type || name.ends_with("." + wanted); };
  const auto own = words_in(one.keywords);
  const auto is_keyword = [&](const std::string& wanted) {
    return std::find(own.begin(), own.end(), wanted) != own.end();
  };
  return one.size >= least_ && one.size <= most_
    && (types_.empty() || std::any_of(types_.begin(), types_.end(), is_type))
    && (keywords_.empty() || std::any_of(keywords_.begin(), keywords_.end(), is_keyword)) && where_.takes(as_row(one));
}

} // namespace sandbox
