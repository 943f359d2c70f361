#include "sandbox/portal/items.hpp"

#include <algorithm>
#include <utility>

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t created_ms = 1'700'000'000'000;
constexpr std::int64_t modified_ms = 1'717'200'000'000;

/// Of what is shipped: the terms of a visitor's own data are not for the sandbox to tell.
json terms_of_use(const portal_item& which) {
  const bool is_shipped_map = which.type == "Web Map" && which.stored && !which.stored->added;
  return is_shipped_map ? json("<p>Public domain.</p>") : json(nullptr);
}

json text_or_null(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

/// What items of every origin have in common.
template <typename Source>
portal_item item_of(const Source& source, std::string type) {
  portal_item made;
  made.id = item_id(source.title);
  made.title = source.title;
  made.type = std::move(type);
  made.snippet = source.snippet;
  made.description = source.description;
  made.credits = source.credits;
  made.tags = source.tags;
  return made;
}

portal_item stored_item(const item_data& source, const dataset& data) {
  portal_item made = item_of(source, source.type);
  made.type_keywords = source.type_keywords;
  made.access = source.access;
  made.extent = source.extent;
  made.service = source.service;
  made.server = data.server_of(source.service).value_or(server_role::federated);
  made.data = source.data.is_null() ? nullptr : &source.data;
  made.stored = &source;
  return made;
}

portal_item service_item(const service_data& source) {
  portal_item made = item_of(source, "Feature Service");
  made.type_keywords = {"ArcGIS Server", "Data", "Feature Access", "Feature Service", "Service", "Hosted Service"};
  made.extent = source.extent();
  made.service = source.path();
  made.server = source.server;
  made.data = source.item_data.is_null() ? nullptr : &source.item_data;
  return made;
}

portal_item service_item(const tile_service_data& source) {
  portal_item made = item_of(source, item_type_of(source.kind));
  made.type_keywords = {"ArcGIS Server", "Data", made.type, "Service"};
  if (source.kind != tile_kind::image)
    made.type_keywords.emplace_back("Hosted Service");
  if (source.kind == tile_kind::map && !source.dynamic)
    made.type_keywords.emplace_back("Tile Service");
  made.extent = source.extent;
  made.service = source.path();
  made.server = source.server;
  made.look = source.look == tile_look::night ? tile_look::night : tile_look::map;
  return made;
}

} // namespace

item_catalog::item_catalog(const world& shared) : shared_{shared} {
  for (const item_data& source : shared.data.items)
    items_.push_back(stored_item(source, shared.data));
  for (const service_data& source : shared.data.services)
    items_.push_back(service_item(source));
  for (const tile_service_data& source : shared.data.tiles)
    items_.push_back(service_item(source));
}

const portal_item* item_catalog::find(const std::string& id) const {
  const auto found = std::find_if(items_.begin(), items_.end(), [&](const portal_item& each) { return each.id == id; });
  return found == items_.end() ? nullptr : &*found;
}

json item_catalog::describe(const portal_item& which, const http_request& request) const {
  const envelope place = which.place();
  const bool is_service = which.is_service();
  const json name = is_service ? json(which.service.substr(0, which.service.find('/'))) : json(nullptr);
  const json url =
    which.service.empty() ? json(nullptr) : json(shared_.where.service_root(request, which.service, which.server));
  json made{{"id", which.id}, {"owner", user_name}, {"orgId", "0123456789ABCDEF"}, {"created", created_ms},
    {"isOrgItem", true}, {"modified", modified_ms}, {"guid", nullptr}, {"name", name}, {"title", which.title},
    {"type", which.type}, {"typeKeywords", which.type_keywords}, {"description", text_or_null(which.description)},
    {"tags", which.tags}, {"snippet", text_or_null(which.snippet)}, {"thumbnail", thumbnail_path},
    {"documentation", nullptr}, {"extent", {{place.min_x, place.min_y}, {place.max_x, place.max_y}}},
    {"categories", json::array()}, {"spatialReference", is_service ? json("102100") : json(nullptr)},
    {"accessInformation", text_or_null(which.credits)}, {"licenseInfo", terms_of_use(which)}, {"culture", "en-us"},
    {"properties", nullptr}, {"advancedSettings", nullptr}, {"url", url}, {"proxyFilter", nullptr},
    {"access", shared_.settings.auth ? std::string{"private"} : which.access}, {"size", -1}, {"subInfo", 0},
    {"appCategories", json::array()}, {"industries", json::array()}, {"languages", json::array()},
    {"largeThumbnail", nullptr}, {"banner", nullptr}, {"screenshots", json::array()}, {"listed", false},
    {"protected", false}, {"commentsEnabled", false}, {"numComments", 0}, {"numRatings", 0}, {"avgRating", 0},
    {"numViews", 0}, {"scoreCompleteness", 80}, {"groupDesignations", nullptr}, {"contentOrigin", "self"}};
  if (which.stored)
    made.merge_patch(which.stored->says);
  return made;
}

} // namespace sandbox
