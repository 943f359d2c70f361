#include "core/plan/readiness.hpp"

#include "proto/text.hpp"

#include <algorithm>
#include <array>

namespace core {
namespace {

using finding_code = proto::finding_code;

constexpr std::size_t longest_field_name = 31;

constexpr std::array<std::string_view, 4> recent_types{
  "esriFieldTypeBigInteger", "esriFieldTypeDateOnly", "esriFieldTypeTimeOnly", "esriFieldTypeTimestampOffset"};

// SQLite, "SQLite Keywords": the words that its parser knows.
constexpr std::array<std::string_view, 147> sqlite_words{"abort", "action", "add", "after", "all", "alter", "always",
  "analyze", "and", "as", "asc", "attach", "autoincrement", "before", "begin", "between", "by", "cascade", "case",
  "cast", "check", "collate", "column", "commit", "conflict", "constraint", "create", "cross", "current",
  "current_date", "current_time", "current_timestamp", "database", "default", "deferrable", "deferred", "delete",
  "desc", "detach", "distinct", "do", "drop", "each", "else", "end", "escape", "except", "exclude", "exclusive",
  "exists", "explain", "fail", "filter", "first", "following", "for", "foreign", "from", "full", "generated", "glob",
  "group", "groups", "having", "if", "ignore", "immediate", "in", "index", "indexed", "initially", "inner", "insert",
  "instead", "intersect", "into", "is", "isnull", "join", "key", "last", "left", "like", "limit", "match",
  "materialized", "natural", "no", "not", "nothing", "notnull", "null", "nulls", "of", "offset", "on", "or", "order",
  "others", "outer", "over", "partition", "plan", "pragma", "preceding", "primary", "query", "raise", "range",
  "recursive", "references", "regexp", "reindex", "release", "rename", "replace", "restrict", "returning", "right",
  "rollback", "row", "rows", "savepoint", "select", "set", "table", "temp", "temporary", "then", "ties", "to",
  "transaction", "trigger", "unbounded", "union", "unique", "update", "using", "vacuum", "values", "view", "virtual",
  "when", "where", "window", "with", "without"};
static_assert(std::ranges::is_sorted(sqlite_words));

/// What is wrong, by name: a check that finds nothing gives no names.
using names = std::vector<std::string>;

bool has_field(const proto::service_layer& layer, const std::string& name) {
  return std::ranges::any_of(
    layer.fields, [&](const proto::service_field& field) { return proto::same_word(field.name, name); });
}

/// A field that the service does not show; nothing is known where it lists no fields.
bool is_hidden(const proto::service_layer& layer, const std::string& field) {
  return !field.empty() && !layer.fields.empty() && !has_field(layer, field);
}

names odd_index_names(const proto::service_layer& layer) {
  names odd;
  for (const auto& index : layer.index_names)
    if (index.find_first_of("+-") != std::string::npos)
      odd.push_back(index);
  return odd;
}

names hidden_keys(const proto::service_layer& layer) {
  names hidden;
  for (const auto& relationship : layer.relationships)
    if (is_hidden(layer, relationship.key_field))
      hidden.push_back(relationship.key_field);
  return hidden;
}

names hidden_subtype_field(const proto::service_layer& layer) {
  return is_hidden(layer, layer.subtype_field) ? names{layer.subtype_field} : names{};
}

names recent_fields(const proto::service_layer& layer) {
  names found;
  for (const auto& field : layer.fields)
    if (std::ranges::find(recent_types, field.type) != recent_types.end())
      found.push_back(field.name + " " + field.type);
  return found;
}

names odd_field_names(const proto::service_layer& layer) {
  names odd;
  for (const auto& field : layer.fields)
    if (field.name.size() > longest_field_name
      || std::ranges::binary_search(sqlite_words, proto::lower_case(field.name)))
      odd.push_back(field.name);
  return odd;
}

std::string joined(const names& list) {
  std::string text;
  for (const auto& name : list)
    text += (text.empty() ? "" : ", ") + name;
  return text;
}

/// Checks that have names to give.
struct named_check {
  finding_code code;
  names (*find)(const proto::service_layer&);
};
constexpr std::array named_checks{named_check{finding_code::index_name, odd_index_names},
  named_check{finding_code::relationship_key_hidden, hidden_keys},
  named_check{finding_code::subtype_field_hidden, hidden_subtype_field},
  named_check{finding_code::field_type, recent_fields}, named_check{finding_code::field_name, odd_field_names}};

bool curve_rules_contradict(const proto::service_layer& layer) {
  return layer.true_curve_updates && layer.true_curve_clients_only
    && *layer.true_curve_updates == *layer.true_curve_clients_only;
}

} // namespace

std::vector<proto::finding> readiness(const proto::web_map_layer& layer, const proto::service_layer& described) {
  std::vector<proto::finding> found;
  const auto add = [&](finding_code code, std::string why = {}) {
    found.push_back(finding_of(code, layer, std::move(why)));
  };
  if (described.global_id_field.empty())
    add(finding_code::no_global_id);
  if (described.is_join_view)
    add(finding_code::join_view);
  if (curve_rules_contradict(described))
    add(finding_code::true_curves, std::string{"both rules are "} + (*described.true_curve_updates ? "on" : "off"));
  for (const auto& check : named_checks)
    if (const auto names = check.find(described); !names.empty())
      add(check.code, joined(names));
  return found;
}

} // namespace core
