#include "sandbox/tiles/vector_resources.hpp"

#include <map>

#include <cairo.h>
#include <nlohmann/json.hpp>

#include "sandbox/model/esri_json.hpp"
#include "sandbox/tiles/font.hpp"
#include "sandbox/tiles/glyphs.hpp"
#include "sandbox/tiles/tiling.hpp"

namespace sandbox {

using nlohmann::json;

namespace {

constexpr const char* regular_stack = "DejaVu Sans";
constexpr const char* bold_stack = "DejaVu Sans Bold";

json tint_stops() {
  return {{"property", "tint"}, {"type", "categorical"},
    {"stops",
      {{0, "#f6efdd"}, {1, "#f3e6d8"}, {2, "#e9efda"}, {3, "#f5ead0"}, {4, "#efe6ea"}, {5, "#e6ecdf"},
        {6, "#f7e8df"}}}};
}

json fill(const char* layer, int first_level) {
  return {{"id", std::string{layer} + " fill"}, {"type", "fill"}, {"source", "esri"}, {"source-layer", layer},
    {"minzoom", first_level}, {"paint", {{"fill-color", tint_stops()}, {"fill-antialias", true}}}};
}

json border(const char* layer, int first_level, const char* colour, double width) {
  return {{"id", std::string{layer} + " border"}, {"type", "line"}, {"source", "esri"}, {"source-layer", layer},
    {"minzoom", first_level}, {"layout", {{"line-join", "round"}}},
    {"paint", {{"line-color", colour}, {"line-width", width}}}};
}

json label(const char* kind, const char* stack, int size, const char* colour) {
  return {{"id", std::string{kind} + " label"}, {"type", "symbol"}, {"source", "esri"}, {"source-layer", "labels"},
    {"filter", {"==", "kind", kind}},
    {"layout", {{"text-field", "{name}"}, {"text-font", {stack}}, {"text-size", size}}},
    {"paint", {{"text-color", colour}, {"text-halo-color", "#fdfbf6"}, {"text-halo-width", 1.3}}}};
}

json style() {
  const json source{{"type", "vector"}, {"url", "../../"},
    {"attribution", "Natural Earth; US Census Bureau (public domain)"}, {"scheme", "xyz"},
    {"bounds", {-180, -85.0511, 180, 85.0511}}, {"minzoom", 0}, {"maxzoom", vector_scheme().last_level()}};
  return {{"version", 8}, {"name", "mapferry-sandbox"}, {"sprite", "../sprites/sprite"},
    {"glyphs", "../fonts/{fontstack}/{range}.pbf"}, {"sources", {{"esri", source}}},
    {"layers",
      {{{"id", "water"}, {"type", "background"}, {"paint", {{"background-color", "#b5d3e7"}}}}, fill("countries", 0),
        fill("states", 3), border("countries", 0, "#8d7b9c", 0.8), border("counties", 6, "#b3a997", 0.7),
        border("states", 3, "#a79bb0", 1.2), label("county", regular_stack, 10, "#77705f"),
        label("state", bold_stack, 11, "#6b5f78"), label("country", bold_stack, 12, "#4a3f55")}}};
}

/// No symbols: one pixel that nobody sees.
std::string blank_picture() {
  std::string bytes;
  cairo_surface_t* surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, 1, 1);
  cairo_surface_write_to_png_stream(
    surface,
    [](void* to, const unsigned char* data, unsigned count) {
      static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(data), count);
      return CAIRO_STATUS_SUCCESS;
    },
    &bytes);
  cairo_surface_destroy(surface);
  return bytes;
}

std::map<std::string, std::string, std::less<>> make_resources() {
  std::map<std::string, std::string, std::less<>> made;
  for (const char* size : {"", "@2x"}) {
    made["sprites/sprite" + std::string{size} + ".json"] = "{}";
    made["sprites/sprite" + std::string{size} + ".png"] = blank_picture();
  }
  const std::pair<const char*, const char*> stacks[] = {{regular_stack, regular_font}, {bold_stack, bold_font}};
  for (const auto& [stack, file] : stacks) {
    made["fonts/" + std::string{stack} + "/0-255.pbf"] = glyph_range(file, stack, 0); // no name here needs another
  }
  json listed = json::array();
  for (const auto& [name, bytes] : made)
    listed.push_back("../" + name);
  made["info/root.json"] = json{{"resourceInfo", listed}}.dump();
  made["styles/root.json"] = style().dump();
  return made;
}

const std::map<std::string, std::string, std::less<>>& resources() {
  static const auto made = make_resources();
  return made;
}

} // namespace

std::optional<std::string> vector_resource(std::string_view name) {
  const auto found = resources().find(name);
  if (found == resources().end())
    return std::nullopt;
  return found->second;
}

std::vector<std::string> vector_resource_paths() {
  std::vector<std::string> names;
  for (const auto& [name, bytes] : resources())
    names.push_back(name);
  return names;
}

json vector_root_json(const std::string& name, int max_level) {
  const json world = to_esri_json(vector_scheme().bounds({0, 0, 0}), web_mercator);
  return {{"name", name}, {"copyrightText", "Natural Earth; US Census Bureau (public domain)"},
    {"type", "indexedVector"}, {"defaultStyles", "resources/styles"}, {"tiles", {"tile/{z}/{y}/{x}.pbf"}},
    {"initialExtent", world}, {"fullExtent", world}, {"minScale", 0}, {"maxScale", 0},
    {"tileInfo", tile_info_json(vector_scheme(), "pbf")}, {"maxzoom", vector_scheme().last_level()}, {"minLOD", 0},
    {"maxLOD", max_level},
    {"resourceInfo",
      {{"styleVersion", 8}, {"tileCompression", "gzip"},
        {"cacheInfo", {{"storageInfo", {{"packetSize", 128}, {"storageFormat", "compactV2"}}}}}}}};
}

} // namespace sandbox
