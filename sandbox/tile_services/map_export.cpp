#include "sandbox/tile_services/map_export.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "sandbox/base/text.hpp"
#include "sandbox/http/answers.hpp"
#include "sandbox/model/esri_json.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {
namespace {

using nlohmann::json;

constexpr int largest_side = 4096; // pixels

/// Metres from the middle of the world, which is a tenth as wide: nobody means what lies beyond.
constexpr double furthest = 2e8;

struct picture_order {
  envelope shown; ///< web mercator
  int width = 400, height = 400;
};

problem wrong_parameter(const char* name, const std::string& why) { return {"'" + std::string{name} + "': " + why}; }

outcome<std::pair<int, int>> read_size(const std::string& text) {
  if (text.empty())
    return std::pair{400, 400};
  const auto sides = list_items(text);
  const auto width = sides.size() == 2 ? number_in<int>(sides[0]) : std::nullopt,
             height = sides.size() == 2 ? number_in<int>(sides[1]) : std::nullopt;
  if (!width || !height || std::min(*width, *height) < 1 || std::max(*width, *height) > largest_side)
    return wrong_parameter("size", text);
  return std::pair{*width, *height};
}

/// A parameter that has only some values here.
problem wrong_choice(const http_request& request, const char* name, std::initializer_list<const char*> known) {
  const std::string& text = request.parameter(name);
  const bool fine =
    text.empty() || std::any_of(known.begin(), known.end(), [&](const char* each) { return same_word(text, each); });
  return fine ? problem{} : wrong_parameter(name, text);
}

outcome<picture_order> read_picture_order(const http_request& request) {
  // The picture has no empty places that could be transparent.
  for (const problem& wrong : {wrong_choice(request, "format", {"png", "png8", "png24", "png32"}),
         wrong_choice(request, "layers", {"show:0", "include:0"}), wrong_choice(request, "dpi", {"96"}),
         wrong_choice(request, "transparent", {"true", "false"}), wrong_choice(request, "rotation", {"0"}),
         wrong_choice(request, "layerDefs", {}), wrong_choice(request, "dynamicLayers", {}),
         wrong_choice(request, "time", {})}) {
    if (!wrong.text.empty())
      return wrong;
  }
  const auto from = read_reference(request.parameter("bboxSR"), web_mercator),
             to = read_reference(request.parameter("imageSR"), web_mercator);
  if (!from || !known_wkid(*from))
    return wrong_parameter("bboxSR", request.parameter("bboxSR"));
  if (!to || *to != web_mercator)
    return wrong_parameter("imageSR", request.parameter("imageSR"));
  const auto asked = read_area(request.parameter("bbox"), *from);
  if (!asked)
    return wrong_parameter("bbox", asked.error());
  const auto moved = project(*asked, web_mercator);
  const auto size = read_size(request.parameter("size"));
  if (!moved || !size)
    return wrong_parameter(moved ? "size" : "bbox", moved ? request.parameter("size") : moved.error());
  const envelope box = moved->extent(), reach{-furthest, -furthest, furthest, furthest};
  if (box.max_x <= box.min_x || box.max_y <= box.min_y || common(box, reach) != box)
    return wrong_parameter("bbox", request.parameter("bbox"));
  return picture_order{picture_extent(box, size->first, size->second), size->first, size->second};
}

} // namespace

http_response export_map(
  const http_request& request, const raster_map& map, tile_look look, const std::string& address) {
  const auto order = read_picture_order(request);
  if (!order)
    return invalid_parameters(order.error());
  if (same_word(request.parameter("f"), "image"))
    return bytes_answer(map.render_picture(order->shown, order->width, order->height, look), "image/png");
  std::string picture = address + "?f=image";
  for (const auto& [name, text] : request.parameters) {
    if (!same_word(name, "f") && !same_word(name, "token"))
      picture += "&" + name + "=" + percent_encoded(text);
  }
  return json_answer(request,
    {{"href", picture}, {"width", order->width}, {"height", order->height},
      {"extent", to_esri_json(order->shown, web_mercator)}});
}

} // namespace sandbox
