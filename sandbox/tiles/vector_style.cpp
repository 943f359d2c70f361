#include "sandbox/tiles/vector_style.hpp"

#include <cmath>
#include <cstdio>

#include <nlohmann/json.hpp>

#include "sandbox/tiles/map_labels.hpp"
#include "sandbox/tiles/map_palette.hpp"

namespace sandbox {

namespace {

using nlohmann::json;

std::string hex(const colour& c) {
  char text[8];
  std::snprintf(text, sizeof text, "#%02lx%02lx%02lx", std::lround(c.red * 255), std::lround(c.green * 255),
    std::lround(c.blue * 255));
  return text;
}

json tint_stops(const map_palette& colours) {
  json stops = json::array();
  for (std::size_t i = 0; i < colours.tints.size(); ++i)
    stops.push_back({i, hex(colours.tints[i])});
  return {{"property", "tint"}, {"type", "categorical"}, {"stops", stops}};
}

json fill(const char* layer, int first_level, const map_palette& colours) {
  return {{"id", std::string{layer} + " fill"}, {"type", "fill"}, {"source", "esri"}, {"source-layer", layer},
    {"minzoom", first_level}, {"paint", {{"fill-color", tint_stops(colours)}, {"fill-antialias", true}}}};
}

/// `stops`: the width in pixels by level.
json border(const char* layer, int first_level, const colour& with, const json& stops) {
  return {{"id", std::string{layer} + " border"}, {"type", "line"}, {"source", "esri"}, {"source-layer", layer},
    {"minzoom", first_level}, {"layout", {{"line-join", "round"}, {"line-cap", "round"}}},
    {"paint", {{"line-color", hex(with)}, {"line-width", {{"stops", stops}}}}}};
}

json label(const char* kind, label_kind which, const char* stack, const colour& text, const colour& halo) {
  // Level n of vector tiles is as fine as level n + 1 of the raster map, and a layer is hidden from `maxzoom` on.
  return {{"id", std::string{kind} + " label"}, {"type", "symbol"}, {"source", "esri"}, {"source-layer", "labels"},
    {"maxzoom", last_named(which)}, {"filter", {"==", "kind", kind}},
    {"layout",
      {{"text-field", "{name}"}, {"text-font", {stack}}, {"text-size", letter_size(which)}, {"text-padding", 2}}},
    {"paint", {{"text-color", hex(text)}, {"text-halo-color", hex(halo)}, {"text-halo-width", 1.3}}}};
}

/// With a symbol above the name.
json marked(json made, const char* symbol) {
  made["layout"].update({{"icon-image", symbol}, {"icon-size", 0.7}, {"text-anchor", "top"}, {"text-offset", {0, 0.4}},
    {"icon-optional", true}});
  return made;
}

} // namespace

json vector_style(tile_look look, int last_level, const std::string& credits, const style_addresses& addresses) {
  const map_palette& colours = palette_of(look);
  const json source{{"type", "vector"}, {"url", addresses.source}, {"attribution", credits}, {"scheme", "xyz"},
    {"bounds", {-180, -85.0511, 180, 85.0511}}, {"minzoom", 0}, {"maxzoom", last_level}};
  json layers = json::array();
  layers.push_back({{"id", "water"}, {"type", "background"}, {"paint", {{"background-color", hex(colours.water)}}}});
  layers.push_back(border("countries", 0, colours.shore_glow, {{0, 2}, {4, 8}}));
  layers.back()["id"] = "shore";
  layers.push_back(fill("countries", 0, colours));
  layers.push_back(fill("states", 3, colours));
  layers.push_back(fill("counties", 6, colours));
  layers.back()["paint"]["fill-opacity"] = county_share;
  layers.push_back(border("counties", 6, colours.county_border, {{6, 0.5}, {10, 1.2}}));
  layers.push_back(border("states", 3, colours.state_border, {{3, 0.6}, {6, 1.2}, {10, 2}}));
  layers.push_back(border("countries", 0, colours.country_border, {{0, 0.4}, {3, 0.8}, {8, 1.6}}));
  layers.push_back(
    marked(label("county", label_kind::county, regular_stack, colours.county_text, colours.halo), "dot"));
  layers.push_back(label("state", label_kind::state, bold_stack, colours.state_text, colours.halo));
  layers.push_back(label("country", label_kind::country, bold_stack, colours.country_text, colours.halo));
  return {{"version", 8}, {"name", look == tile_look::night ? "Night" : "Day"}, {"sprite", addresses.sprite},
    {"glyphs", addresses.glyphs}, {"sources", {{"esri", source}}}, {"layers", layers}};
}

} // namespace sandbox
