#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// One item of the portal: a web map, a style, or that of a service.
struct portal_item {
  std::string id;
  std::string title;
  std::string type; ///< `Web Map` ...
  std::string snippet;
  std::string description;
  std::string credits;
  std::vector<std::string> tags;
  std::vector<std::string> type_keywords;
  std::string access = "public";
  envelope extent;     ///< WGS84; empty = the whole world
  std::string service; ///< whose address it states, as below `rest/services/`; or empty
  server_role server = server_role::federated;
  const nlohmann::json* data = nullptr; ///< with placeholders; null = it has none. Borrowed from the data.
  const item_data* stored = nullptr;    ///< where its resources are named; nullptr for services. Borrowed, too.
  tile_look look = tile_look::map;      ///< of its thumbnail

  bool is_service() const { return stored == nullptr; }
  /// Where it lies: its own extent or that of the world.
  envelope place() const { return extent.empty() ? envelope{-180, -90, 180, 90} : extent; }
};

/// All items: those of files in their order, then those of the services.
class item_catalog {
public:
  explicit item_catalog(const world& shared);

  const portal_item* find(const std::string& id) const;
  const std::vector<portal_item>& all() const { return items_; }
  /// ArcGIS REST API, Item.
  nlohmann::json describe(const portal_item& which, const http_request& request) const;

private:
  const world& shared_;
  std::vector<portal_item> items_;
};

/// Where the picture of every item lies, below its `info/`.
inline constexpr const char* thumbnail_path = "thumbnail/ago_downloaded.png";

} // namespace sandbox
