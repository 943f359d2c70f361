#include "proto/arcgis/portal_item.hpp"

#include "proto/arcgis/esri_error.hpp"
#include "proto/arcgis/members.hpp"
#include "proto/text.hpp"

#include <algorithm>

namespace proto {
namespace {

// [[xmin,ymin],[xmax,ymax]], or [] when the item has none.
std::optional<std::array<double, 4>> read_extent(const nlohmann::json* json) {
  if (!json || !json->is_array() || json->size() != 2)
    return {};
  std::array<double, 4> extent{};
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& corner = (*json)[i / 2];
    const auto value = corner.is_array() && corner.size() >= 2 ? number_of(corner[i % 2]) : std::nullopt;
    if (!value)
      return {};
    extent[i] = *value;
  }
  if (extent[0] > extent[2] || extent[1] > extent[3])
    return {};
  return extent;
}

} // namespace

failure missing_property(const portal_item& item, const char* name) {
  return {.code = failure_code::missing_item_property,
    .during = "reading a portal item",
    .subject = (item.title.empty() ? item.id : item.title) + " has no " + name};
}

bool portal_item::offline_disabled() const {
  return std::ranges::any_of(type_keywords, [](const std::string& word) { return same_word(word, "OfflineDisabled"); });
}

result<portal_item> read_portal_item(const nlohmann::json& json) {
  portal_item item;
  item.id = text_in(json, "id");
  item.type = text_in(json, "type");
  item.title = text_in(json, "title");
  if (item.id.empty())
    return unreadable(json, "reading a portal item", "has no id");
  if (item.type.empty())
    return missing_property(item, "type");
  item.type_keywords = texts_in(json, "typeKeywords");
  item.snippet = text_in(json, "snippet");
  item.description = text_in(json, "description");
  item.tags = texts_in(json, "tags");
  item.access_information = text_in(json, "accessInformation");
  item.license_info = text_in(json, "licenseInfo");
  item.thumbnail = text_in(json, "thumbnail");
  item.url = text_in(json, "url");
  item.modified = integer_in<std::int64_t>(json, "modified").value_or(0);
  item.extent = read_extent(member(json, "extent"));
  return item;
}

result<portal_self> read_portal_self(const nlohmann::json& json) {
  const auto is_portal = boolean_in(json, "isPortal");
  if (!is_portal)
    return unreadable(json, "reading the portal's description", "does not say whether it is a portal");
  portal_self self;
  self.is_portal = *is_portal;
  self.name = text_in(json, "name");
  if (const auto* user = member(json, "user"))
    self.username = text_in(*user, "username");
  self.all_ssl = boolean_in(json, "allSSL").value_or(false);
  return self;
}

} // namespace proto
