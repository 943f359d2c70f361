#include "sandbox/tiles/raster_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <mutex>

#include <cairo-ft.h>
#include <cairo.h>

#include "sandbox/tiles/clip.hpp"
#include "sandbox/tiles/font.hpp"
#include "sandbox/tiles/map_labels.hpp"
#include "sandbox/tiles/map_shapes.hpp"
#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

struct colour {
  double red, green, blue;
};

constexpr colour rgb(unsigned hex) {
  return {(hex >> 16 & 0xff) / 255.0, (hex >> 8 & 0xff) / 255.0, (hex & 0xff) / 255.0};
}

constexpr colour water = rgb(0xb5d3e7), shallow = rgb(0xc9e0ee), graticule = rgb(0x6d93ad), coast = rgb(0x7ba7c4),
                 country_border = rgb(0x8d7b9c), state_border = rgb(0xa79bb0), county_border = rgb(0xb3a997),
                 country_text = rgb(0x4a3f55), state_text = rgb(0x6b5f78), county_text = rgb(0x77705f),
                 grid_text = rgb(0x8fa3b0), paper = rgb(0xfdfbf6);
// Neighbours mostly differ: a tint follows from the code of its country or state.
constexpr std::array tints{
  rgb(0xf6efdd), rgb(0xf3e6d8), rgb(0xe9efda), rgb(0xf5ead0), rgb(0xefe6ea), rgb(0xe6ecdf), rgb(0xf7e8df)};

constexpr int states_from = 4, counties_from = 7, grid_names_from = 8; // levels

struct cairo_closer {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
};
template <typename Object>
using cairo_handle = std::unique_ptr<Object, cairo_closer>;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

/// One tile being drawn.
class canvas {
public:
  canvas(const tile_address& tile, int size)
    : size_{size},
      box_{raster_scheme().bounds(tile)},
      scale_{size / (box_.max_x - box_.min_x)},
      surface_{cairo_image_surface_create(CAIRO_FORMAT_RGB24, size, size)},
      cairo_{cairo_create(surface_.get())} {
    cairo_set_line_join(cairo(), CAIRO_LINE_JOIN_BEVEL); // round ones take four times as long
  }

  cairo_t* cairo() const { return cairo_.get(); }
  /// The tile and so many pixels around it.
  envelope with_margin(double pixels) const {
    const double metres = pixels / scale_;
    return {box_.min_x - metres, box_.min_y - metres, box_.max_x + metres, box_.max_y + metres};
  }
  point on_canvas(point p) const { return {(p.x - box_.min_x) * scale_, (box_.max_y - p.y) * scale_}; }
  void use(colour c) const { cairo_set_source_rgb(cairo(), c.red, c.green, c.blue); }

  void add(const path& line, bool closed) const {
    for (std::size_t i = 0; i < line.size(); ++i) {
      const point p = on_canvas(line[i]);
      i == 0 ? cairo_move_to(cairo(), p.x, p.y) : cairo_line_to(cairo(), p.x, p.y);
    }
    if (closed)
      cairo_close_path(cairo());
  }

  void fill(const map_shape& shape, colour with) const {
    const envelope around = with_margin(4);
    if (!shape.extent.intersects(around))
      return;
    for (std::size_t i = 0; i < shape.rings.size(); ++i) {
      if (shape.extents[i].intersects(around))
        add(clip_ring(shape.rings[i], around), true);
    }
    use(with);
    cairo_fill(cairo());
  }

  void stroke(const std::vector<map_shape>& shapes, colour with, double width) const {
    const envelope around = with_margin(width + 2);
    use(with);
    cairo_set_line_width(cairo(), width);
    for (const map_shape& shape : shapes) {
      if (!shape.extent.intersects(around))
        continue;
      for (std::size_t i = 0; i < shape.rings.size(); ++i) {
        if (!shape.extents[i].intersects(around))
          continue;
        for (const path& stretch : near_stretches(shape.rings[i], around))
          add_border(stretch);
      }
      cairo_stroke(cairo()); // one by one: together they would be sorted as one
    }
  }

  std::string png() const {
    std::string bytes;
    cairo_surface_flush(surface_.get());
    cairo_surface_write_to_png_stream(surface_.get(), append, &bytes);
    return bytes;
  }

  int size() const { return size_; }

private:
  /// Without the edges along the date line, where countries were cut and no border is.
  void add_border(const path& line) const {
    const double seam = 20037508.34 - 1;
    const auto on_seam = [&](point p) { return std::abs(p.x) > seam; };
    path piece;
    for (point p : line) {
      if (!piece.empty() && on_seam(p) && on_seam(piece.back())) {
        add(piece, false);
        piece.clear();
      }
      piece.push_back(p);
    }
    add(piece, false);
  }

  int size_;
  envelope box_;
  double scale_;
  cairo_handle<cairo_surface_t> surface_;
  cairo_handle<cairo_t> cairo_;
};

/// Degrees between the lines of the grid.
double grid_step(int level) {
  constexpr std::array steps{30.0, 30.0, 30.0, 10.0, 10.0, 5.0, 5.0, 2.0, 1.0, 0.5, 0.25, 0.1, 0.05};
  return steps[static_cast<std::size_t>(std::clamp(level, 0, static_cast<int>(steps.size()) - 1))];
}

/// The multiples of a step between two numbers, a little beyond both.
std::vector<double> multiples(double from, double to, double step) {
  std::vector<double> found;
  for (double n = std::floor(from / step); n <= std::ceil(to / step); ++n)
    found.push_back(n * step);
  return found;
}

struct grid_lines {
  std::vector<double> longitudes, latitudes;
};

grid_lines grid_near(const canvas& on, int level) {
  const envelope around = on.with_margin(60);
  const auto low = project(point{around.min_x, around.min_y}, web_mercator, wgs84),
             high = project(point{around.max_x, around.max_y}, web_mercator, wgs84);
  if (!low || !high)
    return {};
  return {multiples(low->x, high->x, grid_step(level)), multiples(low->y, high->y, grid_step(level))};
}

point in_metres(double longitude, double latitude) {
  const auto moved = project(point{longitude, latitude}, wgs84, web_mercator);
  return moved ? *moved : point{};
}

void draw_graticule(const canvas& on, int level) {
  const envelope around = on.with_margin(2);
  const grid_lines grid = grid_near(on, level);
  for (double angle : grid.longitudes) {
    const double x = in_metres(angle, 0).x;
    on.add({{x, around.min_y}, {x, around.max_y}}, false);
  }
  for (double angle : grid.latitudes) {
    if (std::abs(angle) > 85)
      continue;
    const double y = in_metres(0, angle).y;
    on.add({{around.min_x, y}, {around.max_x, y}}, false);
  }
  cairo_set_source_rgba(on.cairo(), graticule.red, graticule.green, graticule.blue, 0.45);
  cairo_set_line_width(on.cairo(), 0.7);
  cairo_stroke(on.cairo());
}

/// `38°30′N`
std::string angle_name(double angle, char positive, char negative) {
  const long minutes = std::lround(std::abs(angle) * 60);
  char text[32];
  std::snprintf(
    text, sizeof text, "%ld\u00b0%02ld\u2032%c", minutes / 60, minutes % 60, angle < 0 ? negative : positive);
  return text;
}

colour text_colour(label_kind kind) {
  return kind == label_kind::country ? country_text : kind == label_kind::state ? state_text : county_text;
}

} // namespace

struct raster_map::content {
  explicit content(const base_map& base)
    : regular{regular_font},
      bold{bold_font},
      regular_face{face_of(regular)},
      bold_face{face_of(bold)},
      shapes{base, raster_scheme().levels[0].resolution},
      labels{base, raster_scheme().levels[0].resolution,
        [this](label_kind kind, const std::string& text) { return measure(kind, text); }} {}

  static cairo_handle<cairo_font_face_t> face_of(const font& from) {
    return cairo_handle<cairo_font_face_t>{
      from.face() == nullptr ? nullptr : cairo_ft_font_face_create_for_ft_face(from.face(), 0)};
  }

  void use_font(cairo_t* on, label_kind kind) const {
    cairo_set_font_face(on, (kind == label_kind::county ? regular_face : bold_face).get());
    cairo_set_font_size(on, letter_size(kind));
  }

  bool has_fonts() const { return regular_face && bold_face; }

  /// Called while `drawing_text` is held.
  double measure(label_kind kind, const std::string& text) const {
    const cairo_handle<cairo_surface_t> surface{cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)};
    const cairo_handle<cairo_t> on{cairo_create(surface.get())};
    use_font(on.get(), kind);
    cairo_text_extents_t extents;
    cairo_text_extents(on.get(), text.c_str(), &extents);
    return extents.width;
  }

  void draw_text(const canvas& on, point start, const std::string& text, colour with) const {
    cairo_move_to(on.cairo(), start.x, start.y);
    cairo_text_path(on.cairo(), text.c_str());
    cairo_set_source_rgba(on.cairo(), paper.red, paper.green, paper.blue, 0.85);
    cairo_set_line_width(on.cairo(), 2.6);
    cairo_stroke_preserve(on.cairo());
    on.use(with);
    cairo_fill(on.cairo());
  }

  /// Coordinates at the crossings of the grid.
  void draw_grid_names(const canvas& on, int level) const {
    const grid_lines grid = grid_near(on, level);
    cairo_set_font_face(on.cairo(), regular_face.get());
    cairo_set_font_size(on.cairo(), 8);
    for (double longitude : grid.longitudes) {
      for (double latitude : grid.latitudes) {
        const point crossing = on.on_canvas(in_metres(longitude, latitude));
        draw_text(on, {crossing.x + 3, crossing.y - 3}, angle_name(latitude, 'N', 'S'), grid_text);
        draw_text(on, {crossing.x + 3, crossing.y + 10}, angle_name(longitude, 'E', 'W'), grid_text);
      }
    }
  }

  void draw_labels(const canvas& on, int level) const {
    if (!has_fonts())
      return;
    const std::lock_guard lock{drawing_text}; // FreeType's faces serve one at a time
    if (level >= grid_names_from)
      draw_grid_names(on, level);
    for (const map_label& label : labels.at(level)) {
      const envelope around = on.with_margin(label.width_pixels / 2 + 6);
      if (!around.intersects({label.place.x, label.place.y, label.place.x, label.place.y}))
        continue;
      use_font(on.cairo(), label.kind);
      const point middle = on.on_canvas(label.place);
      draw_text(on, {middle.x - label.width_pixels / 2, middle.y + letter_size(label.kind) * 0.36}, label.text,
        text_colour(label.kind));
    }
  }

  font regular, bold;
  cairo_handle<cairo_font_face_t> regular_face, bold_face;
  map_shapes shapes;
  map_labels labels;
  mutable std::mutex drawing_text;
};

raster_map::raster_map(const base_map& base) : content_{std::make_unique<content>(base)} {}

raster_map::~raster_map() = default;

std::string raster_map::render_tile(const tile_address& tile) const {
  const canvas on{tile, raster_scheme().tile_size};
  const shape_level& shapes = content_->shapes.at(tile.level);
  on.use(water);
  cairo_paint(on.cairo());
  on.stroke(shapes.countries, shallow, tile.level < 3 ? 3 : 7);
  for (const map_shape& country : shapes.countries)
    on.fill(country, tints[tint_of(*country.source, tints.size())]);
  if (tile.level >= states_from) {
    // Finer than their country: laid over it, so that borders and coast agree.
    for (const map_shape& state : shapes.states)
      on.fill(state, tints[tint_of(*state.source, tints.size())]);
  }
  draw_graticule(on, tile.level);
  on.stroke(shapes.countries, tile.level < 3 ? coast : country_border, tile.level < 3 ? 0.5 : 0.8);
  if (tile.level >= counties_from)
    on.stroke(shapes.counties, county_border, tile.level < 9 ? 0.6 : 1.1);
  if (tile.level >= states_from)
    on.stroke(shapes.states, state_border, tile.level < 6 ? 0.6 : tile.level < 9 ? 1.2 : 2);
  content_->draw_labels(on, tile.level);
  return on.png();
}

} // namespace sandbox
