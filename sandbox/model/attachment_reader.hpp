#pragma once

#include <filesystem>
#include <string>

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/table.hpp"

namespace sandbox {

/// Gives the rows of a table, which are all there, their attachments: `{"drawn": {"share", "most", "seed"}}` draws up to
/// `most` pictures for that share of the rows, `{"files": {"folder", "field"}}` takes the files that the field names,
/// several of them between commas. `key` leads to their global ids. Throws `bad_data`.
void read_attachments(
  table& into, const data_place& source, const std::filesystem::path& folder, const std::string& key);

} // namespace sandbox
