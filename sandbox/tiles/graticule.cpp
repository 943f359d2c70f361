#include "sandbox/tiles/graticule.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "sandbox/model/projection.hpp"

namespace sandbox {

namespace {

/// Degrees between two lines.
double step_at(int detail) {
  constexpr std::array steps{30.0, 30.0, 30.0, 10.0, 10.0, 5.0, 5.0, 2.0, 1.0, 0.5, 0.25, 0.1, 0.05};
  return steps[static_cast<std::size_t>(std::clamp(detail, 0, static_cast<int>(steps.size()) - 1))];
}

/// The multiples of a step between two numbers, a little beyond both, but within the limits.
std::vector<double> multiples(double from, double to, double step, double limit) {
  std::vector<double> found;
  const double last = std::min(std::ceil(to / step), std::floor(limit / step));
  for (double n = std::max(std::floor(from / step), std::ceil(-limit / step)); n <= last; ++n)
    found.push_back(n * step);
  return found;
}

std::string angle_name(double angle, char positive, char negative) {
  const long minutes = std::lround(std::abs(angle) * 60);
  char text[32];
  std::snprintf(
    text, sizeof text, "%ld\u00b0%02ld\u2032%c", minutes / 60, minutes % 60, angle < 0 ? negative : positive);
  return text;
}

} // namespace

graticule graticule_near(const envelope& box, int wkid, int detail) {
  const auto low = project(point{box.min_x, box.min_y}, wkid, wgs84),
             high = project(point{box.max_x, box.max_y}, wkid, wgs84);
  if (!low || !high)
    return {};
  const double step = step_at(detail);
  return {multiples(low->x, high->x, step, 180), multiples(low->y, high->y, step, 85)};
}

std::string latitude_name(double angle) { return angle_name(angle, 'N', 'S'); }

std::string longitude_name(double angle) { return angle_name(angle, 'E', 'W'); }

} // namespace sandbox
