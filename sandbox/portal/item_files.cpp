#include "sandbox/portal/item_files.hpp"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <system_error>

#include "sandbox/base/text.hpp"
#include "sandbox/base/xml_writer.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/model/projection.hpp"
#include "sandbox/portal/documents.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr std::int64_t resource_time_ms = 1'700'000'000'000;

http_response no_such_resource() {
  return portal_error(404, "CONT_0004", "Resource does not exist or is inaccessible.");
}

http_response item_document(const world& shared, const portal_item& which, const http_request& request) {
  if (which.data != nullptr)
    return json_text(addressed(*which.data, shared, request).dump());
  if (shared.where.online())
    return bytes_answer("", "text/plain");
  return error_answer(500, "Item does not have a file.");
}

/// A picture of the item's place, three by two.
http_response thumbnail(const world& shared, const portal_item& which, const http_request& request) {
  constexpr int usual = 200, most = 800;
  const int width = std::clamp(number_in<int>(request.parameter("w")).value_or(usual), 1, most);
  const envelope place = which.place();
  envelope metres;
  for (const point corner : {point{place.min_x, place.min_y}, point{place.max_x, place.max_y}}) {
    if (const auto moved = project(corner, wgs84, web_mercator))
      metres.include(*moved);
  }
  constexpr double least = 2000; // a single place is seen with what lies around it
  const envelope seen{metres.min_x - least, metres.min_y - least, metres.max_x + least, metres.max_y + least};
  const int height = std::max(1, width * 2 / 3);
  return bytes_answer(shared.raster.render_thumbnail(seen, width, height, which.look), "image/png");
}

void add_element(std::string& xml, const char* name, const std::string& text) {
  xml += "<" + std::string{name} + ">" + escaped_xml(text) + "</" + name + ">";
}

void add_list(std::string& xml, const char* name, const std::vector<std::string>& texts) {
  const std::string plural = std::string{name} + "s";
  xml += "<" + plural + ">";
  for (const std::string& text : texts)
    add_element(xml, name, text);
  xml += "</" + plural + ">";
}

/// The item as packages carry it, ESRI_ItemInformation.
http_response item_info(const world& shared, const portal_item& which, const http_request& request) {
  const envelope place = which.place();
  std::string xml =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?><ESRI_ItemInformation Culture=\"en-us\">";
  add_element(xml, "name", which.service.substr(0, which.service.find('/')));
  add_element(xml, "title", which.title);
  add_element(xml, "thumbnail", thumbnail_path);
  add_element(xml, "type", which.type);
  add_list(xml, "typekeyword", which.type_keywords);
  add_element(xml, "description", which.description);
  add_list(xml, "tag", which.tags);
  add_element(xml, "snippet", which.snippet);
  xml += "<extent>";
  const std::pair<const char*, double> edges[] = {
    {"xmin", place.min_x}, {"ymin", place.min_y}, {"xmax", place.max_x}, {"ymax", place.max_y}};
  for (const auto& [name, number] : edges)
    add_element(xml, name, json(number).dump());
  xml += "</extent>";
  add_element(xml, "accessinformation", which.credits);
  add_element(xml, "url", which.service.empty() ? "" : shared.where.service_root(request, which.service, which.server));
  return bytes_answer(xml + "</ESRI_ItemInformation>", "application/xml");
}

http_response resource_list(const portal_item& which, const http_request& request) {
  json resources = json::array();
  if (which.stored != nullptr) {
    for (const auto& [name, file] : which.stored->resources) {
      std::error_code gone;
      const auto size = std::filesystem::file_size(file, gone);
      resources.push_back(
        {{"resource", name}, {"created", resource_time_ms}, {"size", gone ? 0 : size}, {"access", "inherit"}});
    }
  }
  const std::size_t total = resources.size();
  return json_answer(
    request, {{"total", total}, {"start", 1}, {"num", total}, {"nextStart", -1}, {"resources", std::move(resources)}});
}

const char* resource_type_of(const std::string& name) {
  if (name.ends_with(".json"))
    return "application/json;charset=UTF-8";
  return name.ends_with(".png") ? "image/png" : "application/octet-stream";
}

http_response resource(
  const world& shared, const portal_item& which, const http_request& request, const std::string& name) {
  if (which.stored == nullptr || which.stored->resources.count(name) == 0)
    return no_such_resource();
  std::ifstream stream{which.stored->resources.at(name), std::ios::binary};
  if (!stream)
    return no_such_resource();
  std::ostringstream bytes;
  bytes << stream.rdbuf();
  const bool is_document = name.ends_with(".json");
  return bytes_answer(is_document ? addressed_text(bytes.str(), shared, request) : bytes.str(), resource_type_of(name));
}

} // namespace

http_response item_file(
  const world& shared, const portal_item& which, const http_request& request, const std::vector<std::string>& parts) {
  std::string below = parts.empty() ? "" : parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i)
    below += "/" + parts[i];
  if (below == "data")
    return item_document(shared, which, request);
  if (below == std::string{"info/"} + thumbnail_path)
    return thumbnail(shared, which, request);
  if (below == "info/iteminfo.xml")
    return item_info(shared, which, request);
  if (below == "resources")
    return resource_list(which, request);
  if (below.starts_with("resources/"))
    return resource(shared, which, request, below.substr(std::string_view{"resources/"}.size()));
  if (below == "relatedItems")
    return json_answer(
      request, {{"total", 0}, {"start", 1}, {"num", 0}, {"nextStart", -1}, {"relatedItems", json::array()}});
  if (below.starts_with("info/"))
    return html_page(404, "There is no such file.");
  return portal_error(400, "CONT_0001", "Item does not exist or is inaccessible.");
}

} // namespace sandbox
