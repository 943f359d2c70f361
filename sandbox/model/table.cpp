#include "sandbox/model/table.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

#include "sandbox/base/text.hpp"

namespace sandbox {
namespace {

constexpr std::size_t longest_name = 100;
constexpr std::string_view kept_prefixes[] = {"gdb_", "st_", "sqlite_"}; // of databases' own tables
constexpr const char* made_suffixes[] = {"", "_evw", "__ATTACH", "__ATTACH_evw"};

std::size_t column_of(const table& source, field_type type) {
  const auto found =
    std::find_if(source.fields.begin(), source.fields.end(), [&](const field& one) { return one.type == type; });
  return static_cast<std::size_t>(found - source.fields.begin());
}

/// Whether two tables would share a name, or what is made of it.
bool clash(const table& one, const table& other) {
  const std::string a = one.dataset_name(), b = other.dataset_name();
  return std::any_of(std::begin(made_suffixes), std::end(made_suffixes),
    [&](const char* suffix) { return same_word(a + suffix, b) || same_word(a, b + suffix); });
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
  std::string safe = name.substr(0, longest_name);
  std::replace_if(
    safe.begin(), safe.end(), [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  const bool taken = std::any_of(std::begin(kept_prefixes), std::end(kept_prefixes),
    [&](std::string_view prefix) { return same_word(std::string_view{safe}.substr(0, prefix.size()), prefix); });
  if (safe.empty() || taken || std::isdigit(static_cast<unsigned char>(safe.front())) != 0)
    safe.insert(safe.begin(), 'T');
  return namesake == 0 ? safe : safe + "_" + std::to_string(namesake);
}

void number_namesakes(std::vector<table>& tables) {
  for (auto one = tables.begin(); one != tables.end(); ++one) {
    while (std::any_of(tables.begin(), one, [&](const table& other) { return clash(*one, other); }))
      ++one->namesake;
  }
}

bool has_capability(std::string_view capabilities, std::string_view wanted) {
  const auto items = list_items(capabilities);
  return std::any_of(items.begin(), items.end(), [&](std::string_view one) { return same_word(one, wanted); });
}

} // namespace sandbox
