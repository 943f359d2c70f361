#pragma once

#include "proto/arcgis/portal_item.hpp"
#include "proto/control/item_info_changes.hpp"

#include <string>
#include <vector>

namespace core {

/// Metadata of the offline map (OfflineMapItemInfo).
struct item_info {
  std::string title;
  std::string snippet;
  std::string description;
  std::vector<std::string> tags;
  std::string access_information;
  std::string terms_of_use;
  std::string thumbnail; ///< data URI, empty if there is none
  std::vector<std::string> type_keywords;
};

/// The web map's item, with what the job gives in its stead. The keywords are always the item's:
/// they say what the map is, not how it is called.
item_info item_info_of(
  const proto::portal_item& item, const std::string& thumbnail, const std::optional<proto::item_info_changes>& changes);

/// The same as a job file gives it, every member given; a thumbnail that is too large for
/// a request is left to the item.
proto::item_info_changes changes_to(const item_info& info);

} // namespace core
