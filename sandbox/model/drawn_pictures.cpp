#include "sandbox/model/drawn_pictures.hpp"

#include <cairo.h>
#include <zlib.h>

#include <cmath>
#include <memory>
#include <string_view>

namespace sandbox {
namespace {

constexpr int picture_width = 320, picture_height = 240;

using surface_ptr = std::unique_ptr<cairo_surface_t, decltype(&cairo_surface_destroy)>;
using cairo_ptr = std::unique_ptr<cairo_t, decltype(&cairo_destroy)>;

cairo_status_t append(void* to, const unsigned char* bytes, unsigned count) {
  static_cast<std::string*>(to)->append(reinterpret_cast<const char*>(bytes), count);
  return CAIRO_STATUS_SUCCESS;
}

/// A range of hills from edge to edge, its top at about `level`.
void draw_hills(cairo_t* on, double level, double steep, double phase) {
  cairo_move_to(on, 0, picture_height);
  for (int x = 0; x <= picture_width; x += 4)
    cairo_line_to(on, x, level - steep * std::sin(x / 47.0 + phase) - steep / 2 * std::sin(x / 19.0 + 2 * phase));
  cairo_line_to(on, picture_width, picture_height);
  cairo_fill(on);
}

/// A post with a board that says which scene this is.
void draw_sign(cairo_t* on, double x, const std::string& text) {
  cairo_set_source_rgb(on, 0.35, 0.24, 0.14);
  cairo_rectangle(on, x - 4, 120, 8, 100);
  cairo_fill(on);
  cairo_set_source_rgb(on, 0.55, 0.38, 0.2);
  cairo_rectangle(on, x - 52, 96, 104, 40);
  cairo_fill(on);
  cairo_set_source_rgb(on, 0.98, 0.95, 0.85);
  cairo_select_font_face(on, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_BOLD);
  cairo_set_font_size(on, 20);
  cairo_text_extents_t size{};
  cairo_text_extents(on, text.c_str(), &size);
  cairo_move_to(on, x - size.width / 2 - size.x_bearing, 123);
  cairo_show_text(on, text.c_str());
}

std::string draw_scene(std::uint32_t number) {
  const surface_ptr surface{
    cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture_width, picture_height), cairo_surface_destroy};
  const cairo_ptr context{cairo_create(surface.get()), cairo_destroy};
  cairo_t* on = context.get();
  const double share = static_cast<double>(number) / drawn_pictures::scenes;
  cairo_set_source_rgb(on, 0.55 + 0.4 * share, 0.75, 0.95 - 0.4 * share); // from noon to evening
  cairo_paint(on);
  cairo_set_source_rgb(on, 1, 0.9, 0.6);
  cairo_arc(on, 40 + 240 * share, 40 + 40 * share, 18, 0, 2 * std::acos(-1.0));
  cairo_fill(on);
  cairo_set_source_rgb(on, 0.62, 0.45, 0.38);
  draw_hills(on, 120, 22, share * 9);
  cairo_set_source_rgb(on, 0.75, 0.48, 0.3);
  draw_hills(on, 160, 14, share * 5 + 2);
  cairo_set_source_rgb(on, 0.45, 0.52, 0.3);
  draw_hills(on, 200, 8, share * 7 + 4);
  draw_sign(on, 90 + 140 * (number % 3) / 2.0, "Trail " + std::to_string(number + 1));
  std::string png;
  cairo_surface_write_to_png_stream(surface.get(), append, &png);
  return png;
}

std::string big_endian(std::uint32_t number) {
  return {static_cast<char>(number >> 24), static_cast<char>(number >> 16), static_cast<char>(number >> 8),
    static_cast<char>(number)};
}

/// A chunk with the text; `id` always has the same length.
std::string text_chunk(std::string_view id) {
  constexpr std::string_view keyword{"tEXtUnique ID\0", 14};
  const std::string checked = std::string{keyword} + std::string{id};
  const auto sum = crc32(0, reinterpret_cast<const Bytef*>(checked.data()), static_cast<uInt>(checked.size()));
  return big_endian(static_cast<std::uint32_t>(checked.size() - 4)) + checked
    + big_endian(static_cast<std::uint32_t>(sum));
}

constexpr std::size_t behind_header = 8 + 25; // the signature and the chunk IHDR
constexpr std::size_t id_length = 38;

} // namespace

drawn_pictures::drawn_pictures() {
  for (std::uint32_t scene = 0; scene < scenes; ++scene)
    drawn_[scene] = draw_scene(scene);
}

std::string drawn_pictures::bytes(const attachment& which) const {
  std::string picture = drawn_[which.source % scenes];
  return picture.insert(behind_header, text_chunk(which.global_id));
}

std::uint64_t drawn_pictures::size_of(std::uint32_t scene) const {
  return drawn_[scene % scenes].size() + text_chunk(std::string(id_length, ' ')).size();
}

} // namespace sandbox
