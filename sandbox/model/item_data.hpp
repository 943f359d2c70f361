#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/model/geometry.hpp"

namespace sandbox {

/// An item of the portal that is no service's own: a web map, a style. Strings in `data` have placeholders.
struct item_data {
  std::string title;
  std::string type = "Web Map";
  std::string snippet;
  std::string description;
  std::string credits;
  std::vector<std::string> tags;
  std::vector<std::string> type_keywords;
  envelope extent; ///< WGS84; empty = that of the whole world
  std::string access = "public";
  std::string service;                                    ///< `Boundaries/VectorTileServer` that it speaks of, or empty
  nlohmann::json data;                                    ///< null = it has none
  std::map<std::string, std::filesystem::path> resources; ///< `styles/root.json` and the file behind it
  nlohmann::json says = nlohmann::json::object();         ///< laid over what the portal says of it (RFC 7386)
  bool added = false;                                     ///< by the visitor, beside the data that is shipped
  std::filesystem::path source;                           ///< the file it was read from
};

} // namespace sandbox
