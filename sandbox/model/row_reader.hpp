#pragma once

#include <filesystem>

#include "sandbox/model/base_map.hpp"
#include "sandbox/model/geojson_reader.hpp"
#include "sandbox/model/table.hpp"

namespace sandbox {

/// Fills the table with the rows of a file with columns between tabs. Its first line names the fields, in any order; a
/// field that it does not name stays null. The last column, `shape`, is a longitude and a latitude (and a height, where
/// the table has them), or the code of one of `shapes`, or empty: a null shape. Where OBJECTID or GlobalID is missing, it is made: the row's number, and a UUID
/// that follows from `key` and that number. `shapes` may be nullptr. Throws `bad_data`.
void read_tsv_rows(
  table& into, const std::filesystem::path& file, const std::vector<region>* shapes, const std::string& key);

/// Fills the table with features whose properties bear the names, or else the aliases, of its fields. A point of a
/// multipoint table becomes one of a single place. Ids as above; a global id follows from `key` and the feature's own.
/// `file` is for the words of mistakes. Throws `bad_data`.
void add_raw_rows(
  table& into, const std::vector<raw_row>& rows, const std::filesystem::path& file, const std::string& key);

} // namespace sandbox
