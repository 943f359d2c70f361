#include "sandbox/features/field_document.hpp"

#include "sandbox/base/digest.hpp"

namespace sandbox {

using nlohmann::json;

json to_json(const value& cell) {
  return std::visit(
    [](const auto& held) -> json {
      if constexpr (std::is_same_v<std::decay_t<decltype(held)>, std::monostate>) {
        return nullptr;
      } else {
        return held;
      }
    },
    cell);
}

value spoken(const value& cell, field_type type, dialect speaks) {
  const auto* text = std::get_if<std::string>(&cell);
  const bool is_id = type == field_type::global_id || type == field_type::guid;
  if (text == nullptr || text->size() < 2 || !is_id || speaks != dialect::online)
    return cell;
  return lower_case(text->substr(1, text->size() - 2)); // hosted services write ids bare
}

json domain_json(const domain& rule) {
  json made{{"name", rule.name}, {"description", rule.description}};
  if (rule.range) {
    made["type"] = "range";
    if (is_whole(rule.type))
      made["range"] = {std::int64_t(rule.range->first), std::int64_t(rule.range->second)};
    else
      made["range"] = {rule.range->first, rule.range->second};
    return made;
  }
  made["type"] = "codedValue";
  made["codedValues"] = json::array();
  for (const coded_value& entry : rule.values)
    made["codedValues"].push_back({{"name", entry.name}, {"code", to_json(entry.code)}});
  return made;
}

json column_json(const service_data& service, const field& column) {
  json made{{"name", column.name}, {"type", esri_name(column.type)}, {"alias", column.alias},
    {"sqlType", "sqlTypeOther"}, {"domain", nullptr}, {"defaultValue", to_json(column.default_value)}};
  if (column.type == field_type::text)
    made["length"] = column.length;
  if (column.type == field_type::global_id || column.type == field_type::guid)
    made["length"] = 38;
  if (column.type == field_type::date)
    made["length"] = 8;
  if (const domain* rule = service.find_domain(column.domain))
    made["domain"] = domain_json(*rule);
  return made;
}

json field_json(const service_data& service, const field& column) {
  json made = column_json(service, column);
  made["nullable"] = column.nullable;
  made["editable"] = column.editable;
  made["visible"] = true;
  return made;
}

} // namespace sandbox
