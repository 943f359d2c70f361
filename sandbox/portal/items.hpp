#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sandbox/http/http_message.hpp"
#include "sandbox/world.hpp"

namespace sandbox {

/// The items of the portal: the web map and those of its services.
class item_catalog {
public:
  struct entry {
    std::string id;
    std::string_view title;
    std::string type;
    std::string_view service; ///< empty for the web map
    std::vector<std::string> type_keywords;
  };

  explicit item_catalog(const world& shared);

  const entry* find(const std::string& id) const;
  const std::vector<entry>& all() const { return entries_; }
  /// ArcGIS REST API, Item.
  nlohmann::json describe(const entry& which, const http_request& request) const;
  /// The stored document. The items of tile services have none, which the dialects say differently.
  http_response data(const entry& which, const http_request& request) const;
  /// `info/thumbnail/<name>`
  http_response info(const entry& which, const std::vector<std::string>& parts) const;

private:
  const world& shared_;
  std::vector<entry> entries_;
};

} // namespace sandbox
