#include "sandbox/tiles/sprites.hpp"

#include <cmath>
#include <initializer_list>
#include <iterator>
#include <numbers>

#include <nlohmann/json.hpp>

#include "sandbox/tiles/canvas.hpp"
#include "sandbox/tiles/map_palette.hpp"

namespace sandbox {

namespace {

constexpr int cell = 16, gap = 2; // pixels at ratio 1

/// In a square from (0, 0) to (16, 16), y downwards. Leaves a path.
using outline = void (*)(cairo_t*);

void corners(cairo_t* on, std::initializer_list<point> places) {
  for (point p : places)
    cairo_line_to(on, p.x, p.y);
  cairo_close_path(on);
}

void dot(cairo_t* on) { cairo_arc(on, 8, 8, 3, 0, 2 * std::numbers::pi); }
void ring(cairo_t* on) {
  cairo_arc(on, 8, 8, 5.5, 0, 2 * std::numbers::pi);
  cairo_new_sub_path(on);
  cairo_arc_negative(on, 8, 8, 3, 2 * std::numbers::pi, 0);
}
void square(cairo_t* on) { cairo_rectangle(on, 4, 4, 8, 8); }
void diamond(cairo_t* on) { corners(on, {{8, 2}, {14, 8}, {8, 14}, {2, 8}}); }
void summit(cairo_t* on) { corners(on, {{8, 3}, {14, 13}, {2, 13}}); }
void cross(cairo_t* on) {
  corners(
    on, {{6, 2}, {10, 2}, {10, 6}, {14, 6}, {14, 10}, {10, 10}, {10, 14}, {6, 14}, {6, 10}, {2, 10}, {2, 6}, {6, 6}});
}
void star(cairo_t* on) {
  for (int i = 0; i < 10; ++i) {
    const double angle = i * std::numbers::pi / 5 - std::numbers::pi / 2, reach = i % 2 == 0 ? 6.5 : 2.7;
    cairo_line_to(on, 8 + reach * std::cos(angle), 8.4 + reach * std::sin(angle));
  }
  cairo_close_path(on);
}
void flag(cairo_t* on) { corners(on, {{4, 2}, {13, 5}, {5.5, 8}, {5.5, 14}, {4, 14}}); }

struct marker {
  const char* name;
  outline draw;
};

constexpr marker markers[] = {{"dot", dot}, {"ring", ring}, {"square", square}, {"diamond", diamond},
  {"summit", summit}, {"cross", cross}, {"star", star}, {"flag", flag}};

} // namespace

sprite_sheet draw_sprites(tile_look look, int ratio) {
  const map_palette& colours = palette_of(look);
  const int width = static_cast<int>(std::size(markers)) * (cell + gap);
  const canvas sheet{{0, 0, static_cast<double>(width), cell}, width * ratio, cell * ratio, CAIRO_FORMAT_ARGB32};
  nlohmann::json index;
  cairo_scale(sheet.cairo(), ratio, ratio);
  for (const marker& each : markers) {
    each.draw(sheet.cairo());
    sheet.use(colours.halo);
    cairo_set_line_width(sheet.cairo(), 2);
    cairo_stroke_preserve(sheet.cairo());
    sheet.use(colours.state_text);
    cairo_fill(sheet.cairo());
    cairo_translate(sheet.cairo(), cell + gap, 0);
    const int place = static_cast<int>(index.size()) * (cell + gap) * ratio;
    index[each.name] = {
      {"x", place}, {"y", 0}, {"width", cell * ratio}, {"height", cell * ratio}, {"pixelRatio", ratio}, {"sdf", false}};
  }
  return {index.dump(), sheet.png()};
}

} // namespace sandbox
