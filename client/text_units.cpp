#include "client/text_units.hpp"

#include <array>
#include <cmath>
#include <cstdio>

namespace client {
namespace {

struct range {
  char32_t first;
  char32_t last;
};

// The blocks that matter for names of layers: Unicode 15, general categories Mn
// and Me, and East Asian Width W and F (UAX #11).
constexpr std::array<range, 9> without_width{{{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd}, {0x610, 0x61a},
  {0x64b, 0x65f}, {0x1ab0, 0x1aff}, {0x200b, 0x200d}, {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}}};
constexpr std::array<range, 9> twice_as_wide{{{0x1100, 0x115f}, {0x2e80, 0x303e}, {0x3041, 0xa4cf}, {0xac00, 0xd7a3},
  {0xf900, 0xfaff}, {0xfe30, 0xfe6f}, {0xff00, 0xff60}, {0x1f300, 0x1faff}, {0x20000, 0x3fffd}}};

template <class Ranges>
bool in(const Ranges& ranges, char32_t code) {
  for (const auto& r : ranges)
    if (code >= r.first && code <= r.last)
      return true;
  return false;
}

/// Takes one character off the front of valid UTF-8.
char32_t take(std::string_view& text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  char32_t code = length == 1 ? first : first & (0xffu >> (length + 1));
  for (std::size_t i = 1; i < length && i < text.size(); ++i)
    code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
  text.remove_prefix(std::min(length, text.size()));
  return code;
}

std::size_t width_of(char32_t code) { return in(without_width, code) ? 0 : in(twice_as_wide, code) ? 2 : 1; }

} // namespace

std::string bytes_text(std::uint64_t bytes) {
  static constexpr std::array<const char*, 6> units{"B", "kB", "MB", "GB", "TB", "PB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // What rounds up to a thousand belongs to the next unit.
  while (value >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), unit > 0 && value < 9.95 ? "%.1f %s" : "%.0f %s", value, units[unit]);
  return text.data();
}

std::string span_text(std::int64_t milliseconds) {
  const auto seconds = milliseconds < 0 ? 0 : milliseconds / 1000;
  if (seconds < 120)
    return std::to_string(seconds) + " s";
  if (seconds < 7200)
    return std::to_string(seconds / 60) + " min";
  if (seconds < 172'800)
    return std::to_string(seconds / 3600) + " h";
  return std::to_string(seconds / 86'400) + " d";
}

std::size_t columns(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty())
    sum += width_of(take(text));
  return sum;
}

std::string fitted(std::string_view text, std::size_t most) {
  if (columns(text) <= most)
    return std::string(text);
  if (most == 0)
    return {};
  std::size_t used = 0;
  auto rest = text;
  std::string kept;
  for (;;) {
    const auto before = rest;
    const auto width = width_of(take(rest));
    if (used + width > most - 1)
      break;
    kept += before.substr(0, before.size() - rest.size());
    used += width;
  }
  return kept + "…";
}

std::string padded(std::string_view text, std::size_t width) {
  auto cut = fitted(text, width);
  cut.append(width - std::min(width, columns(cut)), ' ');
  return cut;
}

} // namespace client
