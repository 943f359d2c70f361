#include "sandbox/tiles/canvas.hpp"

#include "sandbox/tiles/clip.hpp"

namespace sandbox {

namespace {

cairo_status_t append_bytes(void* to, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

} // namespace

canvas::canvas(const envelope& box, int width, int height, cairo_format_t format)
  : box_{box},
    scale_{width / (box.max_x - box.min_x)},
    surface_{cairo_image_surface_create(format, width, height)},
    cairo_{cairo_create(surface_.get())} {
  cairo_set_line_join(cairo(), CAIRO_LINE_JOIN_BEVEL); // round ones take four times as long
}

envelope canvas::with_margin(double pixels) const {
  const double units = pixels / scale_;
  return {box_.min_x - units, box_.min_y - units, box_.max_x + units, box_.max_y + units};
}

void canvas::use(colour c, double opacity) const { cairo_set_source_rgba(cairo(), c.red, c.green, c.blue, opacity); }

void canvas::paint(colour with) const {
  use(with);
  cairo_paint(cairo());
}

void canvas::add(const path& line, bool closed) const {
  for (std::size_t i = 0; i < line.size(); ++i) {
    const point p = on_canvas(line[i]);
    i == 0 ? cairo_move_to(cairo(), p.x, p.y) : cairo_line_to(cairo(), p.x, p.y);
  }
  if (closed)
    cairo_close_path(cairo());
}

void canvas::fill(const map_shape& shape, colour with, double opacity) const {
  const envelope around = with_margin(4);
  if (!shape.extent.intersects(around))
    return;
  for (std::size_t i = 0; i < shape.rings.size(); ++i) {
    if (shape.extents[i].intersects(around))
      add(clip_ring(shape.rings[i], around), true);
  }
  use(with, opacity);
  cairo_fill(cairo());
}

void canvas::stroke(const std::vector<map_shape>& shapes, const envelope& world, colour with, double width) const {
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
        add_border(stretch, world);
    }
    cairo_stroke(cairo()); // one by one: together they would be sorted as one
  }
}

void canvas::stroke_added(colour with, double width, double opacity) const {
  use(with, opacity);
  cairo_set_line_width(cairo(), width);
  cairo_stroke(cairo());
}

std::string canvas::png() const {
  std::string bytes;
  cairo_surface_flush(surface_.get());
  cairo_surface_write_to_png_stream(surface_.get(), append_bytes, &bytes);
  return bytes;
}

void canvas::add_border(const path& line, const envelope& world) const {
  const double tolerance = (world.max_x - world.min_x) / 4e7; // about a metre
  const auto on_seam = [&](point p, point q) {
    const auto both_at = [&](double a, double b, double rim) {
      return std::abs(a - rim) < tolerance && std::abs(b - rim) < tolerance;
    };
    return both_at(p.x, q.x, world.min_x) || both_at(p.x, q.x, world.max_x) || both_at(p.y, q.y, world.min_y);
  };
  path piece;
  for (point p : line) {
    if (!piece.empty() && on_seam(piece.back(), p)) {
      add(piece, false);
      piece.clear();
    }
    piece.push_back(p);
  }
  add(piece, false);
}

} // namespace sandbox
