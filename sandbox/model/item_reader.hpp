#pragma once

#include <filesystem>

#include "sandbox/model/data_place.hpp"
#include "sandbox/model/item_data.hpp"

namespace sandbox {

/// Reads a web map: what its item says, and the document itself as `map`. Throws `bad_data`.
item_data read_web_map(const data_place& source);
/// Reads any other item; `folder` is what the names of its resources start from. Throws `bad_data`.
item_data read_item(const data_place& source, const std::filesystem::path& folder);

} // namespace sandbox
