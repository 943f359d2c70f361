#pragma once

#include <filesystem>
#include <vector>

#include "sandbox/base/outcome.hpp"
#include "sandbox/model/dataset.hpp"

namespace sandbox {

/// Reads a data folder: `base`, `services`, `tiles`, `maps`, `items` (see docs/sandbox.md), and adds what others hold.
/// The first mistake ends it, told with file and member: `services/Field.json: /layers/0/name: a text is wanted`.
outcome<dataset> load_dataset(
  const std::filesystem::path& shipped, const std::vector<std::filesystem::path>& added = {});

} // namespace sandbox
