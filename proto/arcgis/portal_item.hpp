#pragma once

#include "proto/result.hpp"

#include <nlohmann/json_fwd.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace proto {

/// A portal item as `content/items/{id}` gives it. Nearly every member may be
/// null there; absent text is empty here.
struct portal_item {
  std::string id;
  std::string type;
  std::vector<std::string> type_keywords;
  std::string title;
  std::string snippet;
  std::string description; ///< HTML
  std::vector<std::string> tags;
  std::string access_information;
  std::string license_info;                    ///< HTML; the SDK's termsOfUse
  std::string thumbnail;                       ///< path below `info/`, empty if none
  std::string url;                             ///< of service items
  std::int64_t modified = 0;                   ///< epoch milliseconds
  std::optional<std::array<double, 4>> extent; ///< xmin, ymin, xmax, ymax in WGS84 degrees

  bool offline_disabled() const; ///< type keyword OfflineDisabled
};

/// An item that lacks what is needed of it.
failure missing_property(const portal_item& item, const char* name);

result<portal_item> read_portal_item(const nlohmann::json& json);

/// `portals/self`, the part that is used.
struct portal_self {
  bool is_portal = false; ///< false = ArcGIS Online
  std::string name;
  std::string username; ///< empty = anonymous
  bool all_ssl = false;
};
result<portal_self> read_portal_self(const nlohmann::json& json);

} // namespace proto
