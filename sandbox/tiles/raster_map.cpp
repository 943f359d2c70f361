#include "sandbox/tiles/raster_map.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include <cairo-ft.h>

#include "sandbox/model/projection.hpp"
#include "sandbox/tiles/canvas.hpp"
#include "sandbox/tiles/font.hpp"
#include "sandbox/tiles/graticule.hpp"
#include "sandbox/tiles/map_labels.hpp"
#include "sandbox/tiles/map_palette.hpp"
#include "sandbox/tiles/map_shapes.hpp"
#include "sandbox/tiles/relief_map.hpp"

namespace sandbox {

namespace {

// Levels of detail from which on there is such a thing.
constexpr int states_from = 4, counties_from = 7, grid_names_from = 8;
constexpr double grid_letters = 8; // pixels

cairo_handle<cairo_font_face_t> face_of(const font& from) {
  return cairo_handle<cairo_font_face_t>{
    from.face() == nullptr ? nullptr : cairo_ft_font_face_create_for_ft_face(from.face(), 0)};
}

/// FreeType's faces serve one at a time: all that writes holds the lock.
class lettering {
public:
  lettering()
    : regular_{regular_font},
      bold_{bold_font},
      regular_face_{face_of(regular_)},
      bold_face_{face_of(bold_)} {}

  bool has_fonts() const { return regular_face_ && bold_face_; }

  void use(cairo_t* on, label_kind kind) const {
    cairo_set_font_face(on, (kind == label_kind::county ? regular_face_ : bold_face_).get());
    cairo_set_font_size(on, letter_size(kind));
  }

  void use_for_grid(cairo_t* on) const {
    cairo_set_font_face(on, regular_face_.get());
    cairo_set_font_size(on, grid_letters);
  }

  double measure(label_kind kind, const std::string& text) const {
    const cairo_handle<cairo_surface_t> surface{cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)};
    const cairo_handle<cairo_t> on{cairo_create(surface.get())};
    use(on.get(), kind);
    cairo_text_extents_t extents;
    cairo_text_extents(on.get(), text.c_str(), &extents);
    return extents.width;
  }

private:
  font regular_, bold_;
  cairo_handle<cairo_font_face_t> regular_face_, bold_face_;
};

/// The base map in one reference.
struct drawn_world {
  drawn_world(const base_map& base, int reference, const lettering& letters)
    : wkid{reference},
      shapes{base, reference},
      labels{base, reference, true,
        [&letters](label_kind kind, const std::string& text) { return letters.measure(kind, text); }} {}

  envelope rim() const {
    return scheme_of(wkid == wgs84 ? tile_scheme::geographic256 : tile_scheme::mercator256).world;
  }
  point from_degrees(double longitude, double latitude) const {
    const auto moved = project(point{longitude, latitude}, wgs84, wkid);
    return moved ? *moved : point{};
  }

  int wkid;
  map_shapes shapes;
  map_labels labels;
};

void draw_graticule(const canvas& on, const drawn_world& world, const map_palette& colours, int detail) {
  const envelope around = on.with_margin(2);
  const graticule grid = graticule_near(around, world.wkid, detail);
  for (double angle : grid.longitudes) {
    const double x = world.from_degrees(angle, 0).x;
    on.add({{x, around.min_y}, {x, around.max_y}}, false);
  }
  for (double angle : grid.latitudes) {
    const double y = world.from_degrees(0, angle).y;
    on.add({{around.min_x, y}, {around.max_x, y}}, false);
  }
  on.stroke_added(colours.graticule, 0.7, 0.45);
}

void draw_land(const canvas& on, const drawn_world& world, const map_palette& colours, int detail) {
  const shape_level& shapes = world.shapes.at(detail);
  const envelope rim = world.rim();
  const auto tint = [&](const map_shape& shape) {
    return colours.tints[static_cast<std::size_t>(tint_of(*shape.source, colours.tints.size()))];
  };
  on.paint(colours.water);
  on.stroke(shapes.countries, rim, colours.deep_glow, detail < 3 ? 6 : 16);
  on.stroke(shapes.countries, rim, colours.shore_glow, detail < 3 ? 3 : 7);
  for (const map_shape& country : shapes.countries)
    on.fill(country, tint(country));
  if (detail >= states_from) {
    // Finer than their country: laid over it, so that borders and coast agree.
    for (const map_shape& state : shapes.states)
      on.fill(state, tint(state));
  }
  if (detail >= counties_from) {
    for (const map_shape& county : shapes.counties)
      on.fill(county, tint(county), county_share);
  }
  draw_graticule(on, world, colours, detail);
  on.stroke(shapes.countries, rim, detail < 3 ? colours.coast : colours.country_border, detail < 3 ? 0.5 : 0.8);
  if (detail >= counties_from)
    on.stroke(shapes.counties, rim, colours.county_border, detail < 9 ? 0.6 : 1.1);
  if (detail >= states_from)
    on.stroke(shapes.states, rim, colours.state_border, detail < 6 ? 0.6 : detail < 9 ? 1.2 : 2);
}

void draw_text(const canvas& on, point start, const std::string& text, colour with, colour halo) {
  cairo_move_to(on.cairo(), start.x, start.y);
  cairo_text_path(on.cairo(), text.c_str());
  on.use(halo, 0.85);
  cairo_set_line_width(on.cairo(), 2.6);
  cairo_stroke_preserve(on.cairo());
  on.use(with);
  cairo_fill(on.cairo());
}

colour text_colour(const map_palette& colours, label_kind kind) {
  switch (kind) {
  case label_kind::country: return colours.country_text;
  case label_kind::state: return colours.state_text;
  case label_kind::county: break;
  }
  return colours.county_text;
}

/// The two coordinates at a crossing of the grid, in pixels from it.
constexpr double grid_text_left = 3, grid_text_above = 11, grid_text_below = 12, grid_text_width = 44;

bool is_free(const canvas& on, point crossing, const std::vector<map_label>& labels) {
  return std::none_of(labels.begin(), labels.end(), [&](const map_label& label) {
    const point middle = on.on_canvas(label.place);
    const double x = label.width_pixels / 2 + 2, y = label.height_pixels / 2 + 2;
    return middle.x + x > crossing.x && middle.x - x < crossing.x + grid_text_left + grid_text_width
      && middle.y + y > crossing.y - grid_text_above && middle.y - y < crossing.y + grid_text_below;
  });
}

void draw_grid_names(const canvas& on, const drawn_world& world, const map_palette& colours, int detail) {
  const graticule grid = graticule_near(on.with_margin(60), world.wkid, detail);
  for (double longitude : grid.longitudes) {
    for (double latitude : grid.latitudes) {
      const point crossing = on.on_canvas(world.from_degrees(longitude, latitude));
      if (!is_free(on, crossing, world.labels.at(detail)))
        continue;
      const double left = crossing.x + grid_text_left;
      draw_text(on, {left, crossing.y - 3}, latitude_name(latitude), colours.grid_text, colours.halo);
      draw_text(on, {left, crossing.y + 10}, longitude_name(longitude), colours.grid_text, colours.halo);
    }
  }
}

} // namespace

struct raster_map::content {
  explicit content(const base_map& base) : mercator{base, web_mercator, letters}, degrees{base, wgs84, letters} {}

  const drawn_world& world_of(const tiling_scheme& scheme) const { return scheme.wkid == wgs84 ? degrees : mercator; }

  void draw(const canvas& on, const drawn_world& world, tile_look look, int detail) const {
    const map_palette& colours = palette_of(look);
    draw_land(on, world, colours, detail);
    if (!letters.has_fonts())
      return;
    const std::lock_guard lock{writing};
    if (detail >= grid_names_from) {
      letters.use_for_grid(on.cairo());
      draw_grid_names(on, world, colours, detail);
    }
    for (const map_label& label : world.labels.at(detail)) {
      const envelope around = on.with_margin(label.width_pixels / 2 + 6);
      if (!around.intersects({label.place.x, label.place.y, label.place.x, label.place.y}))
        continue;
      letters.use(on.cairo(), label.kind);
      const point middle = on.on_canvas(label.place);
      draw_text(on, {middle.x - label.width_pixels / 2, middle.y + letter_size(label.kind) * 0.36}, label.text,
        text_colour(colours, label.kind), colours.halo);
    }
  }

  lettering letters;
  drawn_world mercator, degrees;
  mutable std::mutex writing;
};

raster_map::raster_map(const base_map& base) : content_{std::make_unique<content>(base)} {}

raster_map::~raster_map() = default;

std::string raster_map::render_tile(const tiling_scheme& scheme, tile_look look, const tile_address& tile) const {
  const drawn_world& world = content_->world_of(scheme);
  const int detail = scheme.detail(tile.level);
  if (look == tile_look::relief)
    return render_relief(scheme, tile, world.shapes.at(detail));
  const canvas on{scheme.bounds(tile), scheme.tile_size, scheme.tile_size};
  content_->draw(on, world, look, detail);
  return on.png();
}

envelope picture_extent(const envelope& box, int width, int height) {
  constexpr double finest = 1; // metres
  const point middle{(box.min_x + box.max_x) / 2, (box.min_y + box.max_y) / 2};
  const double pixel = std::max({(box.max_x - box.min_x) / width, (box.max_y - box.min_y) / height, finest});
  return {middle.x - pixel * width / 2, middle.y - pixel * height / 2, middle.x + pixel * width / 2,
    middle.y + pixel * height / 2};
}

std::string raster_map::render_picture(const envelope& shown, int width, int height, tile_look look) const {
  const canvas on{shown, width, height};
  const double detail = std::log2(pixel_size(web_mercator, 0) * width / (shown.max_x - shown.min_x));
  content_->draw(on, content_->mercator, look, std::clamp(static_cast<int>(std::lround(detail)), 0, 23));
  return on.png();
}

std::string raster_map::render_thumbnail(const envelope& box, int width, int height, tile_look look) const {
  const envelope& world = scheme_of(tile_scheme::mercator256).world;
  const envelope seen = common(box, world);
  return render_picture(picture_extent(seen.empty() ? world : seen, width, height), width, height, look);
}

} // namespace sandbox
