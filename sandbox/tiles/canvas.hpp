#pragma once

#include <memory>
#include <string>
#include <vector>

#include <cairo.h>

#include "sandbox/model/geometry.hpp"
#include "sandbox/tiles/map_shapes.hpp"

namespace sandbox {

struct colour {
  double red, green, blue;
};

/// 0xRRGGBB
constexpr colour rgb(unsigned hex) {
  return {(hex >> 16 & 0xff) / 255.0, (hex >> 8 & 0xff) / 255.0, (hex & 0xff) / 255.0};
}

struct cairo_closer {
  void operator()(cairo_t* context) const { cairo_destroy(context); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_font_face_t* face) const { cairo_font_face_destroy(face); }
};
template <typename Object>
using cairo_handle = std::unique_ptr<Object, cairo_closer>;

/// A rectangle of the map being drawn, all coordinates in the map's reference.
class canvas {
public:
  /// As many pixels as cover the box; they are square.
  canvas(const envelope& box, int width, int height, cairo_format_t format = CAIRO_FORMAT_RGB24);

  cairo_t* cairo() const { return cairo_.get(); }
  cairo_surface_t* surface() const { return surface_.get(); }
  double units_per_pixel() const { return 1 / scale_; }
  /// The rectangle and so many pixels around it.
  envelope with_margin(double pixels) const;
  point on_canvas(point p) const { return {(p.x - box_.min_x) * scale_, (box_.max_y - p.y) * scale_}; }

  void use(colour c, double opacity = 1) const;
  void paint(colour with) const;
  void add(const path& line, bool closed) const;
  void fill(const map_shape& shape, colour with, double opacity = 1) const;
  /// Borders, without the edges along the rim of the world, where countries were cut and no border is.
  void stroke(const std::vector<map_shape>& shapes, const envelope& world, colour with, double width) const;
  /// What was added so far.
  void stroke_added(colour with, double width, double opacity) const;

  std::string png() const;

private:
  void add_border(const path& line, const envelope& world) const;

  envelope box_;
  double scale_; ///< pixels per unit
  cairo_handle<cairo_surface_t> surface_;
  cairo_handle<cairo_t> cairo_;
};

} // namespace sandbox
