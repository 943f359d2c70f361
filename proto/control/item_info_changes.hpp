#pragma once

#include <nlohmann/json_fwd.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace proto {

class request_reader;

/// Bytes of a picture as a data URI in a request, at most: it is stored with the job.
constexpr std::size_t item_thumbnail_limit = 256u << 10;

/// GenerateOfflineMapParameters.itemInfo as a job gives it: what is given stands in
/// for the same member of the portal's item, what is absent is the item's.
struct item_info_changes {
  bool replace = false; ///< nothing comes from the item: what is absent is empty
  std::optional<std::string> title;
  std::optional<std::string> snippet;
  std::optional<std::string> description; ///< HTML
  std::optional<std::vector<std::string>> tags;
  std::optional<std::string> access_information;
  std::optional<std::string> terms_of_use; ///< HTML
  std::optional<std::string> thumbnail;    ///< data URI of a PNG, JPEG or GIF; empty = none
  bool operator==(const item_info_changes&) const = default;
};

/// What is not given is not written.
nlohmann::json to_json(const item_info_changes& changes);
/// `element` is its path, for failures.
item_info_changes read_item_info_changes(request_reader& in, const nlohmann::json& json, const std::string& element);

} // namespace proto
