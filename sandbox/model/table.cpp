#include "sandbox/model/table.hpp"

#include <algorithm>
#include <cctype>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

std::size_t column_of(const table& source, field_type type) {
  const auto found =
    std::find_if(source.fields.begin(), source.fields.end(), [&](const field& one) { return one.type == type; });
  return static_cast<std::size_t>(found - source.fields.begin());
}

} // namespace

bool table::is_editable() const {
  return has_capability(capabilities, "Create") || has_capability(capabilities, "Update")
    || has_capability(capabilities, "Delete");
}

const field* table::find_field(std::string_view wanted) const {
  const auto found =
    std::find_if(fields.begin(), fields.end(), [&](const field& one) { return same_word(one.name, wanted); });
  return found == fields.end() ? nullptr : &*found;
}

std::size_t table::object_id_column() const { return column_of(*this, field_type::object_id); }

std::size_t table::global_id_column() const { return column_of(*this, field_type::global_id); }

void table::add_id_fields() {
  if (global_id_column() == fields.size())
    fields.insert(fields.begin(), {"GlobalID", "GlobalID", field_type::global_id, 0, false, false, "", {}});
  if (object_id_column() == fields.size())
    fields.insert(fields.begin(), {"OBJECTID", "OBJECTID", field_type::object_id, 0, false, false, "", {}});
}

std::string table::dataset_name() const {
  std::string safe = name;
  std::replace_if(
    safe.begin(), safe.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return safe.empty() || std::isdigit(static_cast<unsigned char>(safe.front())) != 0 ? "T" + safe : safe;
}

bool has_capability(std::string_view capabilities, std::string_view wanted) {
  const auto items = list_items(capabilities);
  return std::any_of(items.begin(), items.end(), [&](std::string_view one) { return same_word(one, wanted); });
}

} // namespace sandbox
