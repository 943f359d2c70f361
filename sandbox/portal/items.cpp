#include "sandbox/portal/items.hpp"

#include <algorithm>

#include "sandbox/http/answers.hpp"
#include "sandbox/portal/web_map.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t created_ms = 1'700'000'000'000;
constexpr std::int64_t modified_ms = 1'717'200'000'000;
constexpr const char* thumbnail_path = "thumbnail/ago_downloaded.png";

/// The text where it applies, else null.
json text_if(bool applies, const std::string& text) { return applies ? json(text) : json(nullptr); }

} // namespace

item_catalog::item_catalog(const world& shared)
  : shared_{shared},
    entries_{
      {item_id(web_map_title), web_map_title, "Web Map", "",
        {"ArcGIS Online", "Collector", "Data Editing", "Explorer Web Map", "Map", "Offline", "Online Map", "Web Map"}},
      {item_id("Field work"), "Field work", "Feature Service", "Field/FeatureServer",
        {"ArcGIS Server", "Data", "Feature Access", "Feature Service", "Service", "Hosted Service"}},
      {item_id("Sandbox basemap"), "Sandbox basemap", "Map Service", "Basemap/MapServer",
        {"ArcGIS Server", "Data", "Map Service", "Service", "Hosted Service", "Tile Service"}},
      {item_id("Sandbox basemap as imagery"), "Sandbox basemap as imagery", "Image Service", "Basemap/ImageServer",
        {"ArcGIS Server", "Data", "Image Service", "Service"}},
      {item_id("Boundaries"), "Boundaries", "Vector Tile Service", "Boundaries/VectorTileServer",
        {"ArcGIS Server", "Data", "Vector Tile Service", "Service", "Hosted Service"}}} {}

const item_catalog::entry* item_catalog::find(const std::string& id) const {
  const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const entry& each) { return each.id == id; });
  return found == entries_.end() ? nullptr : &*found;
}

json item_catalog::describe(const entry& which, const http_request& request) const {
  const bool is_map = which.service.empty();
  return {{"id", which.id}, {"owner", user_name}, {"orgId", "0123456789ABCDEF"}, {"created", created_ms},
    {"modified", modified_ms}, {"guid", nullptr},
    {"name", text_if(!is_map, std::string{which.service.substr(0, which.service.find('/'))})}, {"title", which.title},
    {"type", which.type}, {"typeKeywords", which.type_keywords},
    {"description", text_if(is_map, "<p>Counties and <b>invented</b> inspections to practise with.</p>")},
    {"tags", {"sandbox", "field"}}, {"snippet", text_if(is_map, "Counties and invented inspections")},
    {"thumbnail", text_if(is_map, thumbnail_path)}, {"documentation", nullptr},
    {"extent", {{-125.0, 24.0}, {-66.0, 50.0}}}, {"categories", json::array()}, {"spatialReference", nullptr},
    {"accessInformation", "Natural Earth, US Census Bureau"}, {"licenseInfo", text_if(is_map, "<p>Public domain.</p>")},
    {"culture", "en-us"}, {"properties", nullptr},
    {"url", text_if(!is_map, shared_.where.service_root(request, which.service))},
    {"access", shared_.settings.auth ? "private" : "public"}, {"size", -1}, {"listed", false}, {"protected", false},
    {"numViews", 0}};
}

http_response item_catalog::data(const entry& which, const http_request& request) const {
  if (which.service.empty())
    return json_text(web_map_json(shared_, request).dump());
  if (which.service == "Field/FeatureServer")
    return json_text(field_item_data(shared_).dump());
  if (shared_.where.online())
    return bytes_answer("", "text/plain");
  return error_answer(500, "Item does not have a file.");
}

http_response item_catalog::info(const entry& which, const std::vector<std::string>& parts) const {
  const bool is_thumbnail = which.service.empty() && parts.size() == 6 && parts[4] + "/" + parts[5] == thumbnail_path;
  if (!is_thumbnail)
    return html_page(404, "There is no such file.");
  return bytes_answer(
    shared_.raster.render_picture({-14e6, 2.8e6, -7e6, 6.4e6}, 200, 133, tile_look::map), "image/png");
}

} // namespace sandbox
