#include "sandbox/tiles/relief_map.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "sandbox/tiles/canvas.hpp"
#include "sandbox/tiles/png_writer.hpp"

namespace sandbox {

namespace {

constexpr int coarsest = 4, continental = 6; // octaves: 2^n cells around the world
constexpr int height_step = 2;               // pixels from one known height to the next

/// std::lerp without its care for infinities: this is where the time goes.
double blended(double a, double b, double share) { return a + (b - a) * share; }

std::uint32_t scrambled(std::int64_t x, std::int64_t y, std::uint32_t seed) {
  auto sum =
    static_cast<std::uint32_t>(x) * 0x9e3779b1u ^ static_cast<std::uint32_t>(y) * 0x85ebca77u ^ seed * 0xc2b2ae3du;
  sum = (sum ^ sum >> 15) * 0x2c1b3c6du;
  sum = (sum ^ sum >> 12) * 0x297a2d39u;
  return sum ^ sum >> 15;
}

double eased(double t) { return t * t * t * (t * (t * 6 - 15) + 10); }

/// The way up from a corner of a cell.
point slope_of(std::int64_t x, std::int64_t y, int octave) {
  static const auto directions = [] {
    std::array<point, 64> made;
    for (std::size_t i = 0; i < made.size(); ++i) {
      const double angle = static_cast<double>(i) * 2 * std::numbers::pi / made.size();
      made[i] = {std::cos(angle), std::sin(angle)};
    }
    return made;
  }();
  return directions[scrambled(x, y, static_cast<std::uint32_t>(octave)) % directions.size()];
}

/// Gradient noise of one size of cell, about -0.7 to 0.7. Quick for places that follow one another.
class noise {
public:
  explicit noise(int octave) : octave_{octave} {}

  /// In widths of the world.
  double at(point place) {
    // Shifted, so that the octaves have no common lines.
    const double x = std::ldexp(place.x, octave_) + 0.37 * octave_, y = std::ldexp(place.y, octave_) + 0.73 * octave_;
    const double left = std::floor(x), top = std::floor(y);
    enter(static_cast<std::int64_t>(left), static_cast<std::int64_t>(top));
    const double dx = x - left, dy = y - top, across = eased(dx);
    const auto rise = [&](std::size_t corner, double ox, double oy) {
      return slopes_[corner].x * (dx - ox) + slopes_[corner].y * (dy - oy);
    };
    return blended(
      blended(rise(0, 0, 0), rise(1, 1, 0), across), blended(rise(2, 0, 1), rise(3, 1, 1), across), eased(dy));
  }

private:
  void enter(std::int64_t column, std::int64_t row) {
    if (is_inside_ && column == column_ && row == row_)
      return;
    is_inside_ = true;
    column_ = column;
    row_ = row;
    slopes_ = {slope_of(column, row, octave_), slope_of(column + 1, row, octave_), slope_of(column, row + 1, octave_),
      slope_of(column + 1, row + 1, octave_)};
  }

  int octave_;
  bool is_inside_ = false;
  std::int64_t column_ = 0, row_ = 0;
  std::array<point, 4> slopes_;
};

/// Plains and ranges.
class landscape {
public:
  /// `finest` is the last octave that a pixel can show.
  explicit landscape(int finest) {
    for (int octave = continental; octave <= finest; ++octave)
      detail_.emplace_back(octave);
  }

  /// In units of the highest mountains.
  double height_at(point place) {
    const double swell = coarse_.at(place);
    const double wild = std::clamp(0.5 + 1.1 * swell + 0.6 * middle_.at(place), 0.08, 1.0);
    double sum = 0.25 + 0.5 * swell, share = 0.5;
    for (std::size_t i = 0; i < detail_.size(); ++i, share *= 0.53) {
      const double here = detail_[i].at(place);
      sum += wild * share * (i < ridged ? 0.6 - 2.2 * std::abs(here) : 0.8 * here);
    }
    return sum;
  }

private:
  static constexpr std::size_t ridged = 4; // octaves that make sharp crests

  noise coarse_{coarsest}, middle_{coarsest + 1};
  std::vector<noise> detail_;
};

/// The heights of a tile, every second pixel, and one more on each side.
class height_field {
public:
  height_field(const tiling_scheme& scheme, const tile_address& tile)
    : across_{static_cast<std::size_t>(scheme.tile_size / height_step) + 3} {
    const envelope box = scheme.bounds(tile);
    const double width = scheme.world.max_x - scheme.world.min_x;
    const double step = (box.max_x - box.min_x) / scheme.tile_size * height_step / width;
    const point corner{(box.min_x - scheme.world.min_x) / width, (scheme.world.max_y - box.max_y) / width};
    landscape land{scheme.detail(tile.level) + 6};
    heights_.reserve(across_ * across_);
    for (std::size_t y = 0; y < across_; ++y) {
      for (std::size_t x = 0; x < across_; ++x)
        heights_.push_back(land.height_at(
          {corner.x + (static_cast<double>(x) - 1) * step, corner.y + (static_cast<double>(y) - 1) * step}));
    }
    // A rise over a pixel is smaller on finer levels, the slope is not; but the closer one looks, the less of it is
    // needed.
    steepness_ = std::ldexp(0.32, scheme.detail(tile.level)) * std::pow(0.88, scheme.detail(tile.level) - 3);
  }

  double height(std::size_t x, std::size_t y) const { return heights_[(y + 1) * across_ + x + 1]; }

  /// Light from the north-west: 0 in the dark, about 1 on flat land.
  double light(std::size_t x, std::size_t y) const {
    const std::size_t here = (y + 1) * across_ + x + 1;
    const double east = (heights_[here + 1] - heights_[here - 1]) * steepness_,
                 south = (heights_[here + across_] - heights_[here - across_]) * steepness_;
    return std::clamp((1 + 0.6 * (east + south)) / std::sqrt(1 + east * east + south * south), 0.25, 1.35);
  }

private:
  std::size_t across_;
  std::vector<double> heights_;
  double steepness_ = 0;
};

colour mixed(const colour& a, const colour& b, double share) {
  return {blended(a.red, b.red, share), blended(a.green, b.green, share), blended(a.blue, b.blue, share)};
}

/// From low to high by steps.
template <std::size_t Count>
colour ramp(const std::array<colour, Count>& steps, double place) {
  const double at = std::clamp(place, 0.0, 1.0) * (Count - 1);
  const auto below = std::min(static_cast<std::size_t>(at), Count - 2);
  return mixed(steps[below], steps[below + 1], at - static_cast<double>(below));
}

constexpr std::array land_colours{
  rgb(0xb5c99a), rgb(0xcfd6a6), rgb(0xe4d9ae), rgb(0xd3bb8c), rgb(0xb59a78), rgb(0xc9bfb4), rgb(0xf4f2ee)};
constexpr std::array sea_colours{rgb(0x7fa8c9), rgb(0x97bbd6), rgb(0xafcde1)};

/// How much of each pixel is land, 0 to 255.
canvas land_mask(const tiling_scheme& scheme, const tile_address& tile, const shape_level& land) {
  canvas mask{scheme.bounds(tile), scheme.tile_size, scheme.tile_size, CAIRO_FORMAT_A8};
  for (const auto* shapes : {&land.countries, &land.states}) {
    for (const map_shape& shape : *shapes)
      mask.fill(shape, {});
  }
  cairo_surface_flush(mask.surface());
  return mask;
}

char channel(double value, int grain) {
  return static_cast<char>(std::clamp(static_cast<int>(value * 255) + grain, 0, 255));
}

} // namespace

std::string render_relief(const tiling_scheme& scheme, const tile_address& tile, const shape_level& land) {
  const height_field field{scheme, tile};
  const canvas mask = land_mask(scheme, tile, land);
  const unsigned char* covered = cairo_image_surface_get_data(mask.surface());
  const int stride = cairo_image_surface_get_stride(mask.surface()), size = scheme.tile_size;
  std::string pixels;
  pixels.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 3);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const auto column = static_cast<std::size_t>(x / height_step), row = static_cast<std::size_t>(y / height_step);
      const double height = field.height(column, row), light = field.light(column, row);
      const double share = covered[y * stride + x] / 255.0;
      const colour sea = ramp(sea_colours, height + 0.5), ground = ramp(land_colours, height);
      const colour seen = mixed(sea, ground, share);
      const double shade = blended(0.9 + 0.1 * light, light, share);
      const int grain = static_cast<int>(scrambled(tile.column * size + x, tile.row * size + y, 99) >> 28) - 8;
      pixels += channel(seen.red * shade, grain);
      pixels += channel(seen.green * shade, grain);
      pixels += channel(seen.blue * shade, grain);
    }
  }
  return noisy_png(size, size, pixels);
}

} // namespace sandbox
