#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

/// Values that readers do not expect where they meet them.
inline const std::vector<nlohmann::json>& odd_values() {
  using nlohmann::json;
  static const std::vector<json> values{nullptr, true, 0, -1, 1e300, -1e300, std::numeric_limits<std::int64_t>::min(),
    std::numeric_limits<std::uint64_t>::max(), "", "NaN", "-5", "99999999999999999999", std::string(3, '\0'),
    json::array(), json::array({nullptr}), json::array({json::array()}), json::object(), json{{"url", nullptr}},
    json{{"wkid", 1e40}}};
  return values;
}

/// All places of a document, objects and arrays included; itself first.
inline void collect_places(nlohmann::json& document, std::vector<nlohmann::json*>& places) {
  places.push_back(&document);
  if (document.is_structured())
    for (auto& inside : document)
      collect_places(inside, places);
}
