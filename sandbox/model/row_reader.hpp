#pragma once

#include <filesystem>

#include "sandbox/model/base_map.hpp"
#include "sandbox/model/table.hpp"

namespace sandbox {

/// Fills the table with the rows of a file with columns between tabs. Its first line names the fields, in any order; a
/// field that it does not name stays null. The last column, `shape`, is a longitude and a latitude, or the code of one
/// of `shapes`, or empty: a null shape. Where OBJECTID or GlobalID is missing, it is made: the row's number, and a UUID
/// that follows from `key` and that number. `shapes` may be nullptr. Throws `bad_data`.
void read_tsv_rows(
  table& into, const std::filesystem::path& file, const std::vector<region>* shapes, const std::string& key);

/// Adds a row with ids of its own where it has none yet, and makes the table's extent include it.
void add_row(table& into, feature row, const std::string& key);

} // namespace sandbox
